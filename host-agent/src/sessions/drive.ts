import { HearthError } from '@hearth/shared/protocol'
import type { Turn } from '@hearth/shared/session'
import { AgentError, type AgentSession, type Draft, type TurnSink } from '../agents/driver.ts'
import type { AgentLink } from './agent-link.ts'
import { Asking } from './asking.ts'
import { type Ending, moveTurn, noteTurn, settleTurn, type TurnNote } from './changes.ts'
import type { EngineParts } from './engine-parts.ts'
import {
  eventError,
  goneEnding,
  isCrowded,
  isForgotten,
  isGone,
  isUnavailable,
  losesSession,
  unknownEnding,
  wordsOf,
} from './failures.ts'
import type { Change } from './ledger.ts'
import type { Credit } from './pacing.ts'
import { Run } from './run.ts'
import { sealTurn, startTurn, Withdrawn } from './seal.ts'
import { openSink } from './sink.ts'
import { Stopping } from './stopping.ts'
import { Watch } from './watch.ts'
import { settleRun, writeDraft } from './work.ts'

/** Who is told how a turn goes. */
export interface DriveOwner {
  /** The agent has the prompt. */
  accepted(): void
  /** The turn has taken in the prompt that was given to the agent under this key. */
  joined(key: string): void
  /** The agent certainly did not get the prompt; `unavailable` where it may be back later. */
  refused(unavailable: boolean): void
  /** It has settled and that is in the log, or it was taken back before it began. */
  over(): void
  /** The log could not be written. */
  fault(error: unknown): void
}

/** One turn being done by its agent, from its begin to its end. It settles once, by whatever comes first. */
export class Drive {
  readonly run: Run
  /** Prompts that want to join once the agent can take them. */
  readonly wishes = new Set<number>()
  /** The agent may act by itself after this turn: its session is let go with it. */
  isSuspect = false
  readonly #parts: EngineParts
  readonly #link: AgentLink
  readonly #owner: DriveOwner
  readonly #asking: Asking
  readonly #stopping: Stopping
  #watch: Watch | null = null
  #session: AgentSession | null = null
  /** The prompt was given to the driver. */
  #isSent = false
  #isAccepted = false
  #isKilled = false
  /** The turn is in the queue again. */
  #isBack = false

  constructor(turn: Turn, link: AgentLink, credit: Credit, parts: EngineParts, owner: DriveOwner) {
    this.#parts = parts
    this.#link = link
    this.#owner = owner
    const { clock, watched } = parts
    this.run = new Run(turn, { clock, credit, watched, emit: (draft) => this.#draft(draft) })
    this.#asking = new Asking(this.run, {
      ...parts,
      submit: (work) => this.#submit(work),
      draft: (draft) => this.#draft(draft),
      answered: () => this.#watch?.heard(),
    })
    this.#stopping = new Stopping({
      clock,
      report: parts.report,
      tell: (step, by) => {
        this.#isKilled ||= step === 'killed'
        this.#note({ type: 'turn.stopping', step, by })
      },
      cancel: async () => this.#session?.cancel(),
      kill: async () => this.#session?.kill(),
      giveUp: () => this.#giveUp(),
    })
  }

  /** The agent session in which the agent has the prompt; null before it has. */
  get session(): AgentSession | null {
    return this.#isAccepted ? this.#session : null
  }

  /** Is somebody ending it, or has it ended? */
  get ending(): boolean {
    return this.run.over || this.#stopping.state !== 'idle'
  }

  begin(): void {
    this.#go().catch((error: unknown) => this.#failed(error))
  }

  /** Ends it, within the bounds of `Stopping`. `by` is null where the host does it. */
  stop(by: string | null): void {
    if (this.#isBack) return this.#takeBack()
    if (this.run.over) return
    if (this.#isSent) return this.#stopping.stop(by)
    this.#note({ type: 'turn.stopping', step: 'asked', by })
    this.#settle({ outcome: 'cancelled' })
  }

  /** Stops working without settling. What is held back goes to the log. */
  close(): void {
    if (this.run.end()) this.#rest()
  }

  /** What this knows can't be told any more: recovery goes by the agent's record. */
  abandon(): void {
    this.run.over = true
    this.#rest()
    this.#asking.withdrawAll()
    if (this.#isSent) this.#session?.cancel().catch(this.#parts.report)
    this.#link.drop()
  }

  async #go(): Promise<void> {
    const isWarm = this.#link.warm !== null
    if (!isWarm) {
      await this.#parts.ledger.submit((change) => startTurn(change, this.run, this.#now()))
      if (this.run.over) return
    }
    try {
      await this.#send(await this.#link.open())
    } catch (error) {
      // Opened in vain is tried again later; one that ended since, as when its settings have changed, at once.
      const isLost = isForgotten(error) || (isGone(error) && (isWarm || this.#isSent))
      if (this.#isAccepted || this.ending || !isLost) throw error
      // It certainly did not get the prompt: another process, or one without its memory, can still do it.
      this.#isSent = false
      this.#watch?.end()
      if (isForgotten(error)) this.#link.forget()
      else this.#link.drop()
      await this.#unseal()
      if (this.run.over) return
      await this.#send(await this.#link.open())
    }
  }

  async #send(session: AgentSession): Promise<void> {
    if (this.run.over) return
    const seal = (change: Change) => sealTurn(change, this.#parts, this.run, this.#link, session)
    const prompt = await this.#parts.ledger.submit(seal)
    if (this.run.over) return
    this.#session = session
    this.#isSent = true
    this.#watch?.end()
    this.#watch = this.#watching(session)
    await session.prompt(prompt, this.#sink())
  }

  /** Another process can't know that the key was never used: the prompt gets another. */
  #unseal(): Promise<void> {
    const { ledger, store } = this.#parts
    return ledger.submit((change) => change.row(() => store.turns.clear(ledger.num, this.run.turn)))
  }

  #watching(session: AgentSession): Watch {
    const { clock, report } = this.#parts
    return new Watch(session, {
      clock,
      report,
      waits: () => this.run.requests.size > 0 || this.#stopping.state !== 'idle',
      quiet: (how) => this.#note({ type: 'turn.quiet', ...how }),
      ended: () => {
        if (this.#stopping.state !== 'idle') this.#stopping.ended()
      },
      late: () => this.#settle(goneEnding(this.#isAccepted)),
    })
  }

  /** The turn never reached the agent, or the driver failed. */
  #failed(error: unknown): void {
    if (this.run.over) return
    if (error instanceof Withdrawn) {
      this.close()
      return this.#owner.over()
    }
    if (error instanceof HearthError && error.code === 'host.store') return this.#owner.fault(error)
    const isCertain = !this.#isSent || (error instanceof AgentError && !this.#isAccepted)
    if (!isCertain) {
      this.#parts.report(error)
      const why = `It can’t be known what the agent did with this prompt: ${wordsOf(error)}`
      return this.#settle(unknownEnding(why))
    }
    if (this.ending) return this.#settle({ outcome: 'cancelled' })
    if (!this.#isSent && isCrowded(error)) return this.#putBack()
    this.#owner.refused(!this.#isSent && isUnavailable(error))
    this.#settle({ outcome: 'failed', error: eventError(error) })
  }

  /** The place of its agent went to another meanwhile: it waits in the queue for the next. */
  #putBack(): void {
    const back = (change: Change): void => {
      if (this.run.over) return
      this.close()
      this.#isBack = true
      moveTurn(change, this.run.turn, 'queued', this.#now())
    }
    this.#parts.ledger.submit(back).then(
      () => this.#owner.over(),
      (error: unknown) => this.#owner.fault(error),
    )
  }

  /** Somebody has stopped it just before it was put back. */
  #takeBack(): void {
    this.#submit((change) => {
      const isQueued = change.state.queued.some(({ n, state }) => n === this.run.turn && state === 'queued')
      if (isQueued) settleTurn(change, this.run.turn, { outcome: 'cancelled' }, this.#now())
    })
  }

  #sink(): TurnSink {
    return openSink(this.run, {
      heard: () => this.#watch?.heard(),
      accept: () => this.#accept(),
      ask: (request) => this.#asking.ask(request),
      gone: (id) => this.#asking.gone(id),
      joined: (key) => this.#owner.joined(key),
      settled: (how) =>
        this.#settle(this.#isKilled && how.outcome === 'failed' ? { outcome: 'cancelled' } : how),
    })
  }

  #accept(): void {
    if (this.#isAccepted) return
    this.#isAccepted = true
    this.#submit((change) => {
      moveTurn(change, this.run.turn, 'running', this.#now())
    })
    this.#owner.accepted()
  }

  #draft(draft: Draft): void {
    if (!this.run.over) this.#submit((change) => writeDraft(change, this.#parts, this.run, draft))
  }

  #note(note: TurnNote): void {
    this.#submit((change) => noteTurn(change, this.run.turn, note, this.#now()))
  }

  #giveUp(): void {
    this.#settle({ outcome: 'cancelled' })
    this.#link.drop()
  }

  #settle(ending: Ending): void {
    if (!this.run.end()) return
    this.#rest()
    this.#link.used()
    if (this.#isKilled || this.isSuspect || losesSession(ending)) this.#link.drop()
    const { ledger, requests } = this.#parts
    ledger
      .submit((change) => settleRun(change, this.#parts, this.run, this.#session?.id, ending))
      .then(
        (open) => {
          for (const request of open) requests.withdraw(request)
          // Those of which nobody was told yet are not in the log.
          this.#asking.withdrawAll()
          this.#owner.over()
        },
        (error: unknown) => this.#owner.fault(error),
      )
  }

  /** Nothing is watched or waited for any more. */
  #rest(): void {
    this.#watch?.end()
    this.#stopping.settled()
  }

  #submit(work: (change: Change) => void): void {
    this.#parts.ledger.submit(work).catch((error: unknown) => this.#owner.fault(error))
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}
