import { HearthError } from '@hearth/shared/protocol'
import type { Turn } from '@hearth/shared/session'
import type { Draft, Recovered } from '../agents/driver.ts'
import { AgentError } from '../agents/driver.ts'
import { RECOVER_PAUSES_MS, RECOVER_TRY_MS } from '../limits.ts'
import type { SentRow } from '../store/turn-rows.ts'
import type { AgentLink } from './agent-link.ts'
import { currentTurn, type Ending, moveTurn, noteTurn, settleTurn } from './changes.ts'
import { Blocks, draftBodies } from './drafts.ts'
import type { EngineParts } from './engine-parts.ts'
import { unknownEnding } from './failures.ts'
import type { Change } from './ledger.ts'
import { missingDrafts } from './reconcile.ts'
import { recordWork } from './work.ts'

/** What the agent's record said, or why it said nothing. */
type Finding = Recovered | { found: 'given-up'; why: string }

/**
 * Finds out what became of a turn that was being sent or running, or of a prompt that steered, when the host went
 * down. Only the agent's own record counts: never received → queued again, in front; a turn that ended → completed
 * from the record; anything else → `unknown`, for a person to decide. Tries are bounded.
 */
export class Recovery {
  readonly turn: number
  readonly #parts: EngineParts
  readonly #link: AgentLink
  readonly #front: (change: Change) => void
  readonly #steered: boolean
  #abandoned = false
  #isStopped = false
  readonly #halt: Promise<Finding>
  #giveUp: (finding: Finding) => void = () => undefined

  /** `front` puts a prompt that steered and is queued again before all that did not. */
  constructor(parts: EngineParts, link: AgentLink, turn: Turn, front: (change: Change) => void) {
    this.#parts = parts
    this.#link = link
    this.#front = front
    this.turn = turn.n
    this.#steered = turn.state === 'steering'
    this.#halt = new Promise((resolve) => {
      this.#giveUp = resolve
    })
  }

  get agent(): string {
    return this.#link.agent
  }

  /** Resolves when the turn has settled or is queued again. @throws HearthError `host.store` */
  async run(): Promise<void> {
    const { ledger, store } = this.#parts
    const sent = store.turns.sent(ledger.num, this.turn)
    if (sent === null) return this.#apply({ found: 'absent' }, undefined)
    const finding = await Promise.race([this.#ask(sent), this.#halt])
    if (this.#abandoned) return
    try {
      await this.#apply(finding, sent.agentSession)
    } catch (error) {
      if (error instanceof HearthError && error.code === 'host.store') throw error
      // A record that can't be put into the log must not keep the session from going on.
      this.#parts.report(error)
      await this.#apply({ found: 'given-up', why: 'The agent’s record of it can’t be read.' }, undefined)
    }
  }

  /** A person doesn't want to wait for the record. Where the prompt is queued again just then, it is taken back. */
  stop(by: string | null): void {
    this.#isStopped = true
    const at = this.#parts.clock.now()
    this.#parts.ledger
      .submit((change) => {
        if (change.state.queued.some((turn) => turn.n === this.turn && turn.state === 'queued'))
          this.#takeBack(change, at)
        else noteTurn(change, this.turn, { type: 'turn.stopping', step: 'asked', by }, at)
      })
      .catch(this.#parts.report)
    this.#giveUp({ found: 'given-up', why: 'It was stopped before the agent’s record could be read.' })
  }

  /** The host stops: nothing is decided. */
  abandon(): void {
    this.#abandoned = true
    this.#giveUp({ found: 'given-up', why: '' })
  }

  async #ask(sent: SentRow): Promise<Finding> {
    let why = ''
    for (const pause of RECOVER_PAUSES_MS) {
      if (pause > 0) await this.#wait(pause)
      if (this.#abandoned) break
      try {
        return await Promise.race([this.#read(sent), this.#late()])
      } catch (error) {
        why = error instanceof Error ? error.message : String(error)
        if (error instanceof AgentError && error.code === 'agent.session_missing') break
      }
    }
    return { found: 'given-up', why }
  }

  async #read(sent: SentRow): Promise<Recovered> {
    const agent = await this.#link.open(sent.agentSession)
    return agent.recover(sent.key)
  }

  async #late(): Promise<never> {
    await this.#wait(RECOVER_TRY_MS)
    throw new Error('The agent did not answer in time.')
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(ms, resolve)
    })
  }

  async #apply(finding: Finding, agentSession: string | undefined): Promise<void> {
    await this.#parts.ledger.submit((change) => {
      const at = this.#parts.clock.now()
      if (finding.found === 'absent' && moveTurn(change, this.turn, 'queued', at)) {
        if (this.#isStopped) this.#takeBack(change, at)
        else if (this.#steered) this.#front(change)
        return
      }
      if ('drafts' in finding) this.#append(change, finding.drafts)
      const ending = this.#steered ? steeredEnding(finding) : endingOf(finding)
      settleTurn(change, this.turn, ending, at)
      const { ledger, store } = this.#parts
      change.row(() => store.turns.clear(ledger.num, this.turn))
      // What it has in its record it remembers.
      if ('drafts' in finding && agentSession !== undefined)
        recordWork(change, store, ledger.num, { turn: this.turn, agent: this.#link.agent, agentSession })
    })
  }

  /** The agent certainly never got it, and nobody wants it any more. */
  #takeBack(change: Change, at: number): void {
    settleTurn(change, this.turn, { outcome: 'cancelled' }, at)
    const { ledger, store } = this.#parts
    change.row(() => store.turns.clear(ledger.num, this.turn))
  }

  /** Appends what the record has beyond the log. */
  #append(change: Change, record: readonly Draft[]): void {
    const turn = currentTurn(change.state, this.turn)
    if (turn === null) return
    const at = this.#parts.clock.now()
    const { ledger, store } = this.#parts
    const blocks = new Blocks(store.turns.blocks(ledger.num, this.turn), () => undefined)
    const missing = missingDrafts(turn, record, blocks)
    if (missing.length > 0 && turn.state === 'starting') moveTurn(change, this.turn, 'running', at)
    for (const draft of missing)
      for (const body of draftBodies(draft, this.turn, at, blocks)) change.emit(body)
  }
}

const endingOf = (finding: Finding): Ending => {
  if (finding.found === 'ended') return finding.how
  if (finding.found === 'interrupted')
    return unknownEnding('The agent was cut short while it worked on this prompt.')
  if (finding.found === 'absent')
    return unknownEnding('The agent had this prompt, and its record no longer shows it.')
  return unknownEnding(`It can’t be known what the agent did with this prompt. ${finding.why}`)
}

/** A prompt that steered has no end of its own: where the agent has it, only a person can tell what it did there. */
const steeredEnding = (finding: Finding): Ending =>
  'drafts' in finding
    ? unknownEnding('The agent got this prompt while it worked on another, and was cut short.')
    : endingOf(finding)
