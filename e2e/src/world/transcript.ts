import type { Following, FollowUpdate, Link } from '@hearth/shared/link'
import {
  isSettled,
  type SessionEvent,
  type SessionState,
  type Turn,
  type TurnState,
} from '@hearth/shared/session'
import { until } from './wait.ts'

/** The text of a turn's answer, blocks joined. */
export const answerOf = (turn: Turn): string =>
  [...turn.blocks, ...turn.open]
    .sort((a, b) => a.n - b.n)
    .map((block) => (block.type === 'message' ? block.text : ''))
    .join('')

/** A session as one device follows it, and a proof that nothing was missed or seen twice. */
export class Transcript {
  readonly session: string
  readonly events: SessionEvent[] = []
  /** Where the log was entered by a snapshot: seq of each. */
  readonly snapshots: number[] = []
  /** Everything that contradicts "each event once, in order". */
  readonly faults: string[] = []
  readonly #following: Following
  #seq = 0
  #ended: Error | null = null

  constructor(link: Link, session: string) {
    this.session = session
    this.#following = link.follow(session, (update) => this.#take(update))
  }

  get state(): SessionState | null {
    return this.#following.state
  }

  get caughtUp(): boolean {
    return this.#following.caughtUp
  }

  turn(n: number): Turn | undefined {
    const { state } = this
    if (state === null) return undefined
    return [...state.settled, ...(state.current === null ? [] : [state.current]), ...state.queued].find(
      (turn) => turn.n === n,
    )
  }

  answer(n: number): string {
    const turn = this.turn(n)
    return turn === undefined ? '' : answerOf(turn)
  }

  /** The turn when it is in one of these states. */
  reaches(n: number, states: readonly TurnState[], ms = 30_000): Promise<Turn> {
    const what = `turn ${n} of ${this.session.slice(0, 6)} to be ${states.join(' or ')}`
    return until(
      what,
      () => {
        if (this.#ended !== null) throw this.#ended
        const turn = this.turn(n)
        return turn !== undefined && states.includes(turn.state) ? turn : undefined
      },
      { ms, explain: () => `it is ${this.turn(n)?.state ?? 'not there'}; seq ${this.#seq}` },
    )
  }

  /** The turn when it has ended, however. */
  settles(n: number, ms = 60_000): Promise<Turn> {
    return until(
      `turn ${n} of ${this.session.slice(0, 6)} to settle`,
      () => {
        if (this.#ended !== null) throw this.#ended
        const turn = this.turn(n)
        return turn !== undefined && isSettled(turn.state) ? turn : undefined
      },
      { ms, explain: () => `it is ${this.turn(n)?.state ?? 'not there'}; seq ${this.#seq}` },
    )
  }

  close(): void {
    this.#following.close()
  }

  #take(update: FollowUpdate): void {
    if (update.type === 'ended') this.#ended = update.error
    if (update.type === 'snapshot') {
      this.snapshots.push(update.state.seq)
      if (update.state.seq < this.#seq) this.faults.push(`snapshot ${update.state.seq} after ${this.#seq}`)
      this.#seq = update.state.seq
    }
    if (update.type !== 'events') return
    for (const event of update.events) {
      if (event.seq !== this.#seq + 1) this.faults.push(`event ${event.seq} after ${this.#seq}`)
      this.#seq = event.seq
      this.events.push(event)
    }
  }
}
