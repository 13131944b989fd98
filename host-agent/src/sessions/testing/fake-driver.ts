import { type PromptContent, promptText } from '@hearth/shared/session'
import {
  type AgentDriver,
  AgentError,
  type AgentHealth,
  type AgentStatus,
  type AgentView,
  EMPTY_VIEW,
  type ForeignSession,
  type ForeignTurn,
} from '../../agents/driver.ts'
import { FakeSession, type FakeSteer } from './fake-session.ts'
import type { FakeTurn, Remembered } from './fake-turn.ts'

export { fakeAsk } from './fake-turn.ts'

/** An agent that outlives hosts: what it got and did stays known, as a real agent's own record does. */
export class FakeAgent {
  readonly sessions = new Map<string, Map<string, Remembered>>()
  readonly running = new Map<string, FakeTurn>()
  /** Every prompt that was delivered, by key. */
  readonly deliveries: { key: string; text: string }[] = []
  /** Prompts that were given while a turn ran. */
  readonly steers: FakeSteer[] = []
  readonly foreign: ForeignSession[] = []
  readonly histories = new Map<string, ForeignTurn[]>()
  /** Errors for the next calls. */
  readonly failOpen: Error[] = []
  readonly failPrompt: Error[] = []
  readonly failRecover: Error[] = []
  /** A hung agent: cancel does nothing. Otherwise the turn settles as cancelled at once. */
  ignoresCancel = false
  /** Its process does not even end when it is killed. */
  isImmortal = false
  readonly killed: string[] = []
  /** Does it take prompts while it works? */
  joins = false
  /** Can it take a session up again? */
  resumes = true
  /** What it says of itself when asked. */
  status: AgentStatus = 'unknown'
  /** What a session of it offers when it is opened. */
  offers: AgentView = EMPTY_VIEW
  /** What becomes of prompts instead of their being taken. */
  holdPrompt: Promise<void> | null = null
  /** Openings wait for this. */
  gate: Promise<void> = Promise.resolve()
  /** Every session that was opened, in order. */
  readonly openings: FakeSession[] = []
  #count = 0
  #life = 0

  get opened(): number {
    return this.openings.length
  }

  /** The session that was opened last. */
  get open(): FakeSession {
    const last = this.openings.at(-1)
    if (last === undefined) throw new Error('nothing was opened')
    return last
  }

  count(): number {
    return ++this.#count
  }

  remember(prompt: { session: string; key: string; content: PromptContent }): Remembered {
    const session = this.sessions.get(prompt.session) ?? new Map<string, Remembered>()
    this.sessions.set(prompt.session, session)
    const known = session.get(prompt.key)
    if (known !== undefined) return known
    const remembered: Remembered = { content: prompt.content, drafts: [], how: null }
    session.set(prompt.key, remembered)
    this.deliveries.push({ key: prompt.key, text: promptText(prompt.content) })
    return remembered
  }

  forget(turn: FakeTurn): void {
    if (this.running.get(turn.session) === turn) this.running.delete(turn.session)
  }

  /** Host and agent die together: what runs is cut short, and what was not delivered never will be. */
  crash(): void {
    this.running.clear()
  }

  /** The only turn that runs. */
  get turn(): FakeTurn {
    const turn = this.running.values().next().value
    if (turn === undefined) throw new Error('no turn runs')
    return turn
  }

  /** A driver for one life of the host. */
  driver(id = 'opencode'): AgentDriver {
    const life = ++this.#life
    return {
      id,
      process: 'per-session',
      abilities: () => ({
        resume: this.resumes,
        images: true,
        list: true,
        steering: this.joins ? 'joins' : 'interrupts',
      }),
      health: (): AgentHealth => ({ state: 'ready', version: '1', lastEventAt: null }),
      start: async () => undefined,
      openSession: async ({ resume }) => {
        await this.gate
        return this.#openSession(life, resume)
      },
      listForeign: async () => this.foreign,
      readHistory: async (foreign) => {
        const history = this.histories.get(foreign)
        if (history === undefined) throw new AgentError('agent.session_missing', `no session ${foreign}`)
        return history
      },
      modelSource: async () => 'own',
      stop: async () => undefined,
    }
  }

  #openSession(life: number, resume: string | undefined): FakeSession {
    const failure = this.failOpen.shift()
    if (failure !== undefined) throw failure
    const known = resume !== undefined && (this.sessions.has(resume) || this.histories.has(resume))
    if (resume !== undefined && !known) throw new AgentError('agent.session_missing', `no session ${resume}`)
    const id = resume ?? `ses_${this.count()}`
    if (!this.sessions.has(id)) this.sessions.set(id, new Map())
    const session = new FakeSession(id, known ? 'resumed' : 'new', this, () => life === this.#life)
    this.openings.push(session)
    return session
  }
}
