import type { RequestOutcome } from '@hearth/shared/session'
import type { AgentRequest, Draft } from '../agents/driver.ts'
import { LINE_MAX, TURN_MAX_REQUESTS } from '../limits.ts'
import type { Settled } from '../requests/api.ts'
import { currentTurn, moveTurn } from './changes.ts'
import type { EngineParts } from './engine-parts.ts'
import { eventError, wordsOf } from './failures.ts'
import type { Change } from './ledger.ts'
import { provenanceOf } from './provenance.ts'
import type { Run } from './run.ts'
import { clipLine } from './text.ts'

/** What asking needs of the turn that asks. */
interface AskingParts extends Pick<EngineParts, 'ledger' | 'requests' | 'clock' | 'report'> {
  submit(work: (change: Change) => void): void
  draft(draft: Draft): void
  /** A person answered, or the agent took it back. */
  answered(): void
}

/** What one turn asks of people: each request is opened once, and its end is in the log. */
export class Asking {
  readonly #run: Run
  readonly #parts: AskingParts

  constructor(run: Run, parts: AskingParts) {
    this.#run = run
    this.#parts = parts
  }

  ask(ask: AgentRequest): void {
    const { ledger, requests, report } = this.#parts
    const run = this.#run
    run.pacer.flush()
    if (run.requests.size >= TURN_MAX_REQUESTS) {
      const text = 'The agent asks for more than can wait at once. Stop the turn if it does not go on.'
      return this.#parts.draft({ type: 'notice', level: 'warning', code: 'host.turn_requests', text })
    }
    let opened: string | null = null
    let early: Parameters<Settled> | null = null
    const settled: Settled = (...how) => {
      run.requests.delete(ask.id)
      if (opened === null) early = how
      else this.#answered(opened, ...how)
    }
    const { project, place } = ledger.state
    const spec = {
      session: ledger.id,
      turn: run.turn,
      agent: run.agent,
      project,
      cwd: place.path,
      provenance: provenanceOf(run),
      ask,
    }
    try {
      const { request, title } = requests.open(spec, settled)
      this.#parts.submit((change) => this.#asked(change, request, ask.kind, title))
      opened = request
      if (early === null) run.requests.set(ask.id, request)
      else this.#answered(request, ...(early as Parameters<Settled>))
    } catch (error) {
      report(error)
      const text = `The agent waits for an answer that could not be asked for (${wordsOf(error)}). Stop the turn to go on.`
      this.#parts.draft({ type: 'notice', level: 'error', code: eventError(error).code, text })
    }
  }

  /** The agent no longer waits for this, by its own id. */
  gone(id: string): void {
    const request = this.#run.requests.get(id)
    if (request !== undefined) this.#parts.requests.withdraw(request)
  }

  /** Takes back whatever still waits. */
  withdrawAll(): void {
    for (const request of this.#run.requests.values()) this.#parts.requests.withdraw(request)
  }

  #asked(change: Change, request: string, kind: AgentRequest['kind'], title: string): void {
    const { turn } = this.#run
    if (currentTurn(change.state, turn) === null) return
    const at = this.#parts.clock.now()
    moveTurn(change, turn, 'running', at)
    change.emit({ type: 'request.opened', at, turn, request, kind, title: clipLine(title, LINE_MAX) })
    moveTurn(change, turn, 'waiting', at)
  }

  #answered(request: string, outcome: RequestOutcome, by: string | null, rule: string | null): void {
    this.#parts.answered()
    const { turn } = this.#run
    this.#parts.submit((change) => {
      const open = currentTurn(change.state, turn)?.requests.filter((one) => one.outcome === null) ?? []
      if (!open.some((one) => one.id === request)) return
      const at = this.#parts.clock.now()
      const settled = { type: 'request.settled', at, turn, request, outcome, by } as const
      change.emit(rule === null ? settled : { ...settled, rule })
      if (open.length === 1) moveTurn(change, turn, 'running', at)
    })
  }
}
