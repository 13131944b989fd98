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

/** What is known of one request of the turn. */
interface Told {
  request: string | null
  title: string
  /** People were asked. */
  isShown: boolean
  /** That it was opened is in the log, or on its way there. */
  isLogged: boolean
  /** It was over before it had an id. */
  early: Parameters<Settled> | null
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
    const told: Told = { request: null, title: '', isShown: false, isLogged: false, early: null }
    const settled: Settled = (...how) => {
      run.requests.delete(ask.id)
      if (told.request === null) told.early = how
      else this.#answered(told.request, told, ask.kind, how)
    }
    const shown = (): void => {
      told.isShown = true
      if (told.request !== null) this.#log(told.request, told, ask.kind)
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
      const { request, title } = requests.open(spec, settled, shown)
      Object.assign(told, { request, title })
      if (told.isShown) this.#log(request, told, ask.kind)
      if (told.early === null) run.requests.set(ask.id, request)
      else this.#answered(request, told, ask.kind, told.early)
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

  /** People are asked: the turn waits for them. */
  #log(request: string, told: Told, kind: AgentRequest['kind']): void {
    told.isLogged = true
    this.#parts.submit((change) => {
      if (this.#opened(change, request, told, kind)) moveTurn(change, this.#run.turn, 'waiting', this.#now())
    })
  }

  #opened(change: Change, request: string, { title }: Told, kind: AgentRequest['kind']): boolean {
    const { turn } = this.#run
    if (currentTurn(change.state, turn) === null) return false
    const at = this.#now()
    moveTurn(change, turn, 'running', at)
    change.emit({ type: 'request.opened', at, turn, request, kind, title: clipLine(title, LINE_MAX) })
    return true
  }

  /** What nobody was asked about is logged whole when it is over: the turn has not waited for anybody. */
  #answered(
    request: string,
    told: Told,
    kind: AgentRequest['kind'],
    [outcome, by, rule]: Parameters<Settled>,
  ): void {
    this.#parts.answered()
    const { turn } = this.#run
    const { isLogged } = told
    this.#parts.submit((change) => {
      if (!isLogged && !this.#opened(change, request, told, kind)) return
      const open = currentTurn(change.state, turn)?.requests.filter((one) => one.outcome === null) ?? []
      if (!open.some((one) => one.id === request)) return
      const at = this.#now()
      const settled = { type: 'request.settled', at, turn, request, outcome, by } as const
      change.emit(rule === null ? settled : { ...settled, rule })
      if (open.length === 1) moveTurn(change, turn, 'running', at)
    })
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}
