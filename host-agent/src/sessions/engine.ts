import { HearthError } from '@hearth/shared/protocol'
import type { EventError, RequestOutcome, Turn } from '@hearth/shared/session'
import {
  AgentError,
  type AgentRequest,
  type AgentSession,
  type Draft,
  type TurnSink,
} from '../agents/driver.ts'
import { FAULT_PAUSES_MS, LINE_MAX, START_BACKOFF_MS, STOP_SETTLE_MS, TURN_MAX_REQUESTS } from '../limits.ts'
import { AgentLink } from './agent-link.ts'
import { currentTurn, type Ending, moveTurn, settleTurn } from './changes.ts'
import { draftBodies } from './drafts.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Change } from './ledger.ts'
import { Credit } from './pacing.ts'
import { Recovery } from './recovery.ts'
import { Run } from './run.ts'
import { clipLine } from './text.ts'

/** Codes after which the agent session must be opened anew. */
const LOST_SESSION = new Set([
  'agent.exited',
  'agent.unresponsive',
  'agent.start_failed',
  'agent.session_missing',
])

/** Codes of an agent that may be back later. */
const UNAVAILABLE = new Set([
  'agent.not_found',
  'agent.unsupported_version',
  'agent.start_failed',
  'agent.exited',
  'agent.unresponsive',
])

const isUnavailable = (error: unknown): boolean => error instanceof AgentError && UNAVAILABLE.has(error.code)

const pauseOf = (pauses: readonly number[], count: number): number =>
  pauses[Math.min(count, pauses.length - 1)] ?? 0

/**
 * Runs the turns of one session, one at a time, in the order of admission. What it decides is in the log before it
 * acts on it: a turn's key is durable before the prompt is sent, and each turn settles exactly once. A log that can't
 * be written is treated like a crash: the run is given up, and recovery goes by the agent's own record.
 */
export class Engine {
  readonly #parts: EngineParts
  readonly #link: AgentLink
  readonly #credit: Credit
  #run: Run | null = null
  #recovery: Recovery | null = null
  #failedStarts = 0
  #startAt = 0
  /** Turns up to this one were waiting when the agent failed to start: they wait until it does. */
  #heldUpTo = 0
  #probing = false
  #faults = 0
  #cancelPause: (() => void) | null = null
  #closed = false

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#link = new AgentLink(parts)
    this.#credit = new Credit(parts.clock)
  }

  /** Is there nothing that forbids letting the session go from memory? */
  get idle(): boolean {
    return this.#run === null && this.#recovery === null && this.#cancelPause === null && !this.#probing
  }

  /** Starts the next queued turn, unless one runs or the agent is given a pause. */
  kick(): void {
    if (this.#closed || !this.idle) return
    const { current, queued } = this.#parts.ledger.state
    const next = queued[0]
    if (current !== null) {
      this.recover().catch(this.#parts.report)
      return
    }
    if (next === undefined) return
    const wait = this.#startAt - this.#parts.clock.now()
    if (wait > 0) this.#pause(wait)
    else if (next.n <= this.#heldUpTo && this.#link.warm === null) this.#probe().catch(this.#parts.report)
    else this.#begin(next)
  }

  /** Sees whether the agent is back before a prompt is risked that was waiting when it failed. */
  async #probe(): Promise<void> {
    this.#probing = true
    try {
      await this.#link.open()
    } catch (error) {
      if (isUnavailable(error)) this.#delayStart()
      // Other trouble won't pass by waiting: the turn tells it.
      else this.#heldUpTo = 0
    }
    this.#probing = false
    this.kick()
  }

  #delayStart(): void {
    this.#startAt = this.#now() + pauseOf(START_BACKOFF_MS, this.#failedStarts++)
  }

  /** Takes up a turn that was running when the host went down. Resolves when it settled, or will be tried later. */
  async recover(): Promise<void> {
    if (this.#closed || this.#recovery !== null || this.#run !== null) return
    const turn = this.#parts.ledger.state.current
    if (turn !== null) {
      this.#recovery = new Recovery(this.#parts, this.#link, turn.n)
      try {
        await this.#recovery.run()
      } catch (error) {
        this.#fault(error)
      }
      this.#recovery = null
    }
    this.kick()
  }

  /** Stops the turn that runs; it settles within `STOP_SETTLE_MS`. */
  stop(turn: number): void {
    if (this.#recovery?.turn === turn)
      this.#recovery.giveUp('It was stopped before the agent’s record could be read.')
    const run = this.#run
    if (run === null || run.turn !== turn || run.over || run.stopping) return
    run.stopping = true
    const agent = this.#link.warm
    if (!run.sent || agent === null) return this.#settle(run, { outcome: 'cancelled' })
    run.deadline(STOP_SETTLE_MS, () => {
      this.#settle(run, { outcome: 'cancelled' })
      this.#link.drop()
    })
    agent.cancel().catch(this.#parts.report)
  }

  /** Sends what is held back to the log: somebody watches from now on. */
  flush(): void {
    this.#run?.pacer.flush()
  }

  /** Stops working without settling anything. What is held back goes to the log. */
  close(): void {
    this.#closed = true
    this.#cancelPause?.()
    this.#recovery?.abandon()
    this.#run?.end()
  }

  /** Lets the agent session go; only when idle. */
  release(): void {
    this.close()
    this.#link.drop()
  }

  #begin(turn: Turn): void {
    const run: Run = new Run(turn, {
      clock: this.#parts.clock,
      credit: this.#credit,
      watched: this.#parts.watched,
      emit: (draft) => this.#draft(run, draft),
    })
    this.#run = run
    this.#drive(run).catch((error: unknown) => this.#driven(run, error))
  }

  async #drive(run: Run): Promise<void> {
    let agent = this.#link.warm
    if (agent === null) {
      await this.#parts.ledger.submit((change) => this.#start(change, run))
      if (run.over) return
      agent = await this.#link.open()
      if (run.over) return
    }
    const opened = agent
    const key = await this.#parts.ledger.submit((change) => this.#seal(change, run, opened))
    if (run.over) return
    run.sent = true
    await opened.prompt({ key, content: run.content }, this.#sink(run))
  }

  #start(change: Change, run: Run): void {
    if (!moveTurn(change, run.turn, 'starting', this.#now())) throw new Withdrawn()
  }

  /** Stores the key under which the agent will record the prompt. One that was stored before is used again. */
  #seal(change: Change, run: Run, agent: AgentSession): string {
    const { ledger, store } = this.#parts
    if (currentTurn(change.state, run.turn) === null) this.#start(change, run)
    const before = store.turns.sent(ledger.num, run.turn)
    const key = before?.agentSession === agent.id ? before.key : agent.mintKey()
    const name = change.state.agent
    change.row(() => {
      store.sessions.saveAgentSession(ledger.num, name, agent.id)
      store.turns.saveSent(ledger.num, run.turn, { key, agentSession: agent.id })
    })
    return key
  }

  /** The turn never reached the agent, or the driver failed. */
  #driven(run: Run, error: unknown): void {
    if (run.over) return
    if (error instanceof Withdrawn) {
      run.end()
      this.#run = null
      return this.kick()
    }
    if (error instanceof HearthError && error.code === 'host.store') return this.#fault(error)
    const accepted = this.#parts.ledger.state.current?.state
    const certain = !run.sent || (error instanceof AgentError && (accepted ?? 'starting') === 'starting')
    if (!certain) {
      this.#parts.report(error)
      const message = `It can’t be known what the agent did with this prompt: ${wordsOf(error)}`
      return this.#settle(run, { outcome: 'unknown', error: { code: 'host.turn_unknown', message } })
    }
    if (!run.sent && isUnavailable(error)) this.#heldUpTo = this.#parts.ledger.state.queued.at(-1)?.n ?? 0
    this.#settle(run, { outcome: 'failed', error: eventError(error) })
    this.#delayStart()
  }

  #sink(run: Run): TurnSink {
    return {
      accepted: () => {
        if (run.over) return
        this.#failedStarts = 0
        this.#submit(run, (change) => {
          moveTurn(change, run.turn, 'running', this.#now())
        })
      },
      draft: (draft) => {
        if (!run.over) run.pacer.push(draft)
      },
      request: (request) => {
        if (!run.over) this.#ask(run, request)
      },
      requestGone: (id) => {
        const request = run.requests.get(id)
        if (!run.over && request !== undefined) this.#parts.requests.withdraw(request)
      },
      joined: () => undefined,
      settled: (how) => this.#settle(run, how),
    }
  }

  #draft(run: Run, draft: Draft): void {
    this.#submit(run, (change) => {
      const turn = currentTurn(change.state, run.turn)
      if (turn === null) return
      if (turn.state === 'starting') moveTurn(change, run.turn, 'running', this.#now())
      const { ledger, store } = this.#parts
      for (const body of draftBodies(draft, run.turn, this.#now(), run.blocks)) change.emit(body)
      for (const { n, key } of run.fresh.splice(0))
        change.row(() => store.turns.saveBlock(ledger.num, run.turn, n, key))
    })
  }

  #ask(run: Run, ask: AgentRequest): void {
    run.pacer.flush()
    const { ledger, requests } = this.#parts
    if (run.requests.size >= TURN_MAX_REQUESTS) {
      const text = 'The agent asks for more than can wait at once. Stop the turn if it does not go on.'
      return this.#draft(run, { type: 'notice', level: 'warning', code: 'host.turn_requests', text })
    }
    let opened: string | null = null
    let early: readonly [RequestOutcome, string | null] | null = null
    const settled = (outcome: RequestOutcome, by: string | null): void => {
      run.requests.delete(ask.id)
      if (opened === null) early = [outcome, by]
      else this.#answered(run, opened, outcome, by)
    }
    const { place, agent } = ledger.state
    const spec = { session: ledger.id, turn: run.turn, agent, cwd: place.path, ask }
    try {
      const { request, title } = requests.open(spec, settled)
      this.#submit(run, (change) => this.#asked(change, run, request, ask.kind, title))
      opened = request
      if (early === null) run.requests.set(ask.id, request)
      else this.#answered(run, request, early[0], early[1])
    } catch (error) {
      this.#parts.report(error)
      const text = `The agent waits for an answer that could not be asked for (${wordsOf(error)}). Stop the turn to go on.`
      this.#draft(run, { type: 'notice', level: 'error', code: eventError(error).code, text })
    }
  }

  #asked(change: Change, run: Run, request: string, kind: AgentRequest['kind'], title: string): void {
    if (currentTurn(change.state, run.turn) === null) return
    const at = this.#now()
    moveTurn(change, run.turn, 'running', at)
    change.emit({
      type: 'request.opened',
      at,
      turn: run.turn,
      request,
      kind,
      title: clipLine(title, LINE_MAX),
    })
    moveTurn(change, run.turn, 'waiting', at)
  }

  #answered(run: Run, request: string, outcome: RequestOutcome, by: string | null): void {
    this.#submit(run, (change) => {
      const open = currentTurn(change.state, run.turn)?.requests.filter((one) => one.outcome === null) ?? []
      if (!open.some((one) => one.id === request)) return
      change.emit({ type: 'request.settled', at: this.#now(), turn: run.turn, request, outcome, by })
      if (open.length === 1) moveTurn(change, run.turn, 'running', this.#now())
    })
  }

  #settle(run: Run, ending: Ending): void {
    if (!run.end()) return
    const { ledger, store, requests } = this.#parts
    if (ending.error !== undefined && LOST_SESSION.has(ending.error.code)) this.#link.drop()
    const work = (change: Change): string[] => {
      const { agent } = change.state
      const open = settleTurn(change, run.turn, ending, this.#now())
      change.row(() => {
        store.turns.clear(ledger.num, run.turn)
        // Its memory is gone: the next prompt starts with a new one rather than failing for ever.
        if (ending.error?.code === 'agent.session_missing') store.sessions.dropAgentSession(ledger.num, agent)
      })
      return open ?? []
    }
    ledger.submit(work).then(
      (open) => {
        this.#run = null
        this.#faults = 0
        for (const request of open) requests.withdraw(request)
        this.kick()
      },
      (error: unknown) => this.#fault(error),
    )
  }

  #submit(run: Run, work: (change: Change) => void): void {
    this.#parts.ledger.submit(work).catch((error: unknown) => {
      if (this.#run === run) this.#fault(error)
    })
  }

  /** The log could not be written: what this run knows can't be told. Recovery goes by the agent's record. */
  #fault(error: unknown): void {
    if (this.#closed || this.#cancelPause !== null) return
    this.#parts.report(error)
    const run = this.#run
    this.#run = null
    if (run !== null) {
      run.over = true
      for (const request of run.requests.values()) this.#parts.requests.withdraw(request)
      if (run.sent) this.#link.warm?.cancel().catch(this.#parts.report)
      this.#link.drop()
    }
    this.#pause(pauseOf(FAULT_PAUSES_MS, this.#faults++))
  }

  #pause(ms: number): void {
    this.#cancelPause = this.#parts.clock.after(ms, () => {
      this.#cancelPause = null
      this.kick()
    })
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}

/** The prompt was taken back before its turn began. */
class Withdrawn extends Error {
  override name = 'Withdrawn'
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const eventError = (error: unknown): EventError => ({
  code: error instanceof AgentError || error instanceof HearthError ? error.code : 'host.internal',
  message: wordsOf(error),
})
