import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import { isSettled, type PromptManner, type Turn } from '@hearth/shared/session'
import type { Device } from '../../world/device.ts'
import { answerOf, type Transcript } from '../../world/transcript.ts'
import { until } from '../../world/wait.ts'
import type { World } from '../../world/world.ts'
import { answerWords, type SoakTurn, WORDS } from './plan.ts'

/** Longest wait for an admission, a settled turn or a call, in ms: restarts with back-off, on a busy machine. */
const RECOVER_MS = 120_000
/** Longest wait for a turn to be so far that it can be steered or stopped, in ms: a strike may prevent it. */
const MOMENT_MS = 15_000

/** What one prompt came to. */
export interface Fate {
  readonly marker: string
  readonly agent: string
  readonly state: Turn['state']
  readonly retried: boolean
  /** Broken promises. */
  readonly problems: readonly string[]
}

/** One person in one session, who does one deed after the other and heeds what becomes of each prompt. */
export class Person {
  readonly transcript: Transcript
  readonly session: string
  readonly #world: World
  readonly #device: Device

  constructor(world: World, device: Device, session: string) {
    this.#world = world
    this.#device = device
    this.session = session
    this.transcript = device.follow(session)
  }

  /** Does a deed to its end: what became of each of its prompts. @throws where a prompt is lost or stuck */
  async does(turn: SoakTurn): Promise<Fate[]> {
    const { agent, deed, markers } = turn
    const [first = '', second = ''] = markers
    const ids = [await this.#send(this.#text(turn, first, deed), { agent })]
    if (deed === 'steer') {
      await this.#gets(ids[0])
      ids.push(await this.#send(this.#text(turn, second, 'ask'), { agent, delivery: 'steer' }))
    }
    if (deed === 'edit') {
      ids.push(await this.#send(`${second} not this`, { agent }))
      await this.#edit(ids[1] ?? '', this.#text(turn, second, 'ask'))
    }
    if (deed === 'stop') {
      await this.#gets(ids[0])
      await this.#insist('stop', async () => {
        const running = this.#find(ids[0])
        if (running === undefined || isSettled(running.state)) return
        await this.#device.link.call('stop', { session: this.session, turn: running.n })
      })
    }
    const fates: Fate[] = []
    for (const [n, id] of ids.entries()) fates.push(await this.#fate(turn, id, markers[n] ?? ''))
    return fates
  }

  #text({ deed }: SoakTurn, marker: string, kind: SoakTurn['deed']): string {
    if (kind === 'write')
      return `${marker} [[write path="${marker}txt" content="${marker}\\n"]] [[text n=${WORDS} delay=4]]`
    const slow = deed === 'steer' || deed === 'stop' || deed === 'edit'
    return slow && kind !== 'ask'
      ? `${marker} [[text n=${WORDS} delay=${deed === 'edit' ? 20 : 60}]]`
      : `${marker} [[text n=${WORDS} delay=4]]`
  }

  async #send(text: string, manner: PromptManner): Promise<string> {
    const { id, outcome } = await this.#device.link.prompt(this.session, [{ type: 'text', text }], manner)
    let said: Awaited<typeof outcome> | undefined
    void outcome.then((value) => {
      said = value
    })
    const admitted = await until(`“${text.slice(0, 20)}” to be admitted`, () => said, { ms: RECOVER_MS })
    if (admitted.state === 'refused')
      throw new Error(`“${text.slice(0, 20)}” was refused: ${admitted.error.code}`)
    await until('its turn to be told', () => this.#find(id), { ms: RECOVER_MS })
    return id
  }

  #turns(): Turn[] {
    const { state } = this.transcript
    if (state === null) return []
    return [...state.settled, ...(state.current === null ? [] : [state.current]), ...state.queued]
  }

  #find(id: string | undefined): Turn | undefined {
    return this.#turns().find(({ prompt, retryOf }) => prompt.id === id && retryOf === null)
  }

  /** Waits until a turn has begun to answer, or has ended, or a while. */
  async #gets(id: string | undefined): Promise<void> {
    const end = Date.now() + MOMENT_MS
    await until('text', () => {
      const turn = this.#find(id)
      return (
        Date.now() > end || (turn !== undefined && (isSettled(turn.state) || answerOf(turn).includes('w2')))
      )
    })
  }

  /** Changes a prompt while it waits; where it has begun already, that is refused and all the same. */
  async #edit(id: string, text: string): Promise<void> {
    await this.#insist('edit', async () => {
      const waiting = this.#find(id)
      if (waiting?.state !== 'queued' || waiting.prompt.edits > 0) return
      const content = [{ type: 'text' as const, text }]
      await this.#device.link.call('edit-prompt', {
        session: this.session,
        turn: waiting.n,
        content,
        edits: waiting.prompt.edits,
      })
    })
  }

  /** A call again and again while the host is away; what it refuses has been overtaken. */
  async #insist(what: string, call: () => Promise<void>): Promise<void> {
    const end = Date.now() + RECOVER_MS
    for (;;) {
      try {
        await this.#device.link.live(RECOVER_MS)
        return await call()
      } catch (error) {
        if (!(error instanceof HearthError)) throw error
        if (!error.code.startsWith('link.')) return
        if (Date.now() > end) throw new Error(`${what} never reached the host: ${error.code}`)
      }
    }
  }

  async #settled(find: () => Turn | undefined, marker: string): Promise<Turn> {
    return until(
      `${marker} to settle`,
      () => {
        const turn = find()
        return turn !== undefined && isSettled(turn.state) ? turn : undefined
      },
      { ms: RECOVER_MS, explain: () => `STUCK: it is ${find()?.state ?? 'LOST'}` },
    )
  }

  async #fate(plan: SoakTurn, id: string, marker: string): Promise<Fate> {
    const turn = await this.#settled(() => this.#find(id), marker)
    let retry: Turn | null = null
    if (turn.state === 'unknown') {
      await this.#insist('resolve', async () => {
        if (this.#find(id)?.resolved !== null) return
        await this.#device.link.call('resolve', { session: this.session, turn: turn.n, choice: plan.choice })
      })
      if (plan.choice === 'retry')
        retry = await this.#settled(
          () => this.#turns().find(({ retryOf }) => retryOf === turn.n),
          `the retry of ${marker}`,
        )
    }
    const problems = this.#judge(plan, marker, turn, retry)
    return { marker, agent: plan.agent, state: turn.state, retried: retry !== null, problems }
  }

  #judge({ deed, agent }: SoakTurn, marker: string, turn: Turn, retry: Turn | null): string[] {
    const problems: string[] = []
    const asked = this.#world.asked(marker)
    if (asked > (retry === null ? 1 : 2)) problems.push(`DOUBLED: the model was asked ${asked} times`)
    if (turn.agent !== agent) problems.push(`it was done by ${turn.agent}`)
    for (const each of [turn, ...(retry === null ? [] : [retry])]) {
      if (each.state === 'cancelled' && deed !== 'stop' && deed !== 'steer')
        problems.push('it was cancelled by nobody')
      if (each.state !== 'completed') continue
      if (asked < 1) problems.push('LOST: completed, and the model was never asked')
      // What joined is answered in the other turn.
      const isAsSent =
        deed === 'edit' && each.prompt.content.some((block) => JSON.stringify(block).includes('not this'))
      if (each.joined === null && !isAsSent && !answerOf(each).includes(answerWords))
        problems.push(`completed with another answer: ${JSON.stringify(answerOf(each).slice(-80))}`)
    }
    const last = retry ?? turn
    if (deed === 'write' && last.state === 'completed') {
      const file = join(this.transcript.state?.place.path ?? '', `${marker}txt`)
      if (!existsSync(file) || readFileSync(file, 'utf8').trim() !== marker) problems.push('LOST: no file')
    }
    return problems
  }
}
