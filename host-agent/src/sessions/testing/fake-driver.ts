import { type PromptContent, promptText } from '@hearth/shared/session'
import type {
  AgentDriver,
  AgentHealth,
  AgentRequest,
  AgentSession,
  Draft,
  ForeignSession,
  ForeignTurn,
  Recovered,
  Settlement,
  TurnSink,
} from '../../agents/driver.ts'
import { AgentError, EMPTY_VIEW } from '../../agents/driver.ts'

/** What the agent itself remembers of a prompt. */
interface Remembered {
  readonly content: PromptContent
  readonly drafts: Draft[]
  how: Settlement | null
}

/** A prompt on its way to the agent, or being worked on. The test moves it; nothing happens by itself. */
export class FakeTurn {
  readonly session: string
  readonly key: string
  readonly content: PromptContent
  readonly #world: FakeAgent
  readonly #sink: TurnSink
  readonly #done: () => void
  #remembered: Remembered | null = null
  cancels = 0

  constructor(
    at: { session: string; key: string; content: PromptContent },
    world: FakeAgent,
    sink: TurnSink,
    done: () => void,
  ) {
    this.session = at.session
    this.key = at.key
    this.content = at.content
    this.#world = world
    this.#sink = sink
    this.#done = done
  }

  get text(): string {
    return promptText(this.content)
  }

  get delivered(): boolean {
    return this.#remembered !== null
  }

  /** The agent gets it. A host that dies from here on can't know. */
  deliver(): this {
    this.#remembered ??= this.#world.remember(this)
    return this
  }

  /** The agent tells the host that it has it. */
  accept(): this {
    this.deliver()
    this.#sink.accepted()
    return this
  }

  /** The agent does something; it may remember it before, or without, the host hearing of it. */
  draft(draft: Draft, heard = true): this {
    this.deliver()
    this.#remembered?.drafts.push(draft)
    if (heard) this.#sink.draft(draft)
    return this
  }

  say(text: string, block = 'm1'): this {
    return this.draft({ type: 'text', block, kind: 'message', text })
  }

  /** Only the host hears it: the agent's record gets texts when they are whole. */
  stream(text: string, block = 'm1'): this {
    this.#sink.draft({ type: 'text', block, kind: 'message', text })
    return this
  }

  ask(request: AgentRequest): this {
    this.#sink.request(request)
    return this
  }

  takeBack(id: string): this {
    this.#sink.requestGone(id)
    return this
  }

  /** The agent ends it; `heard` false: the host dies before it hears. */
  settle(how: Settlement = { outcome: 'completed', stopReason: 'end_turn' }, heard = true): this {
    this.deliver()
    if (this.#remembered !== null) this.#remembered.how ??= how
    this.#world.forget(this)
    if (heard) {
      this.#sink.settled(how)
      this.#done()
    }
    return this
  }
}

/** A permission request that remembers how it was replied to. */
export const fakeAsk = (id: string, replies: unknown[] = []): AgentRequest => ({
  kind: 'permission',
  id,
  tool: { name: 'bash', kind: 'execute', call: null },
  ask: { type: 'command', command: 'ls' },
  words: 'list the files',
  reply: async (decision) => {
    replies.push(decision)
    return 'applied'
  },
})

/** An agent that outlives hosts: what it got and did stays known, as a real agent's own record does. */
export class FakeAgent {
  readonly sessions = new Map<string, Map<string, Remembered>>()
  readonly running = new Map<string, FakeTurn>()
  /** Every prompt that was delivered, by key. */
  readonly deliveries: { key: string; text: string }[] = []
  readonly foreign: ForeignSession[] = []
  readonly histories = new Map<string, ForeignTurn[]>()
  /** Errors for the next calls. */
  readonly failOpen: Error[] = []
  readonly failPrompt: Error[] = []
  readonly failRecover: Error[] = []
  /** A hung agent: cancel does nothing. Otherwise the turn settles as cancelled at once. */
  ignoresCancel = false
  opened = 0
  #count = 0
  #life = 0

  remember(turn: FakeTurn): Remembered {
    const session = this.sessions.get(turn.session) ?? new Map<string, Remembered>()
    this.sessions.set(turn.session, session)
    const known = session.get(turn.key)
    if (known !== undefined) return known
    const remembered: Remembered = { content: turn.content, drafts: [], how: null }
    session.set(turn.key, remembered)
    this.deliveries.push({ key: turn.key, text: turn.text })
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
      abilities: () => ({ resume: true, images: true, list: true, steering: 'interrupts' }),
      health: (): AgentHealth => ({ state: 'ready', version: '1', lastEventAt: null }),
      start: async () => undefined,
      openSession: async ({ resume }) => this.#openSession(life, resume),
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

  #openSession(life: number, resume: string | undefined): AgentSession {
    const failure = this.failOpen.shift()
    if (failure !== undefined) throw failure
    const known = resume !== undefined && (this.sessions.has(resume) || this.histories.has(resume))
    if (resume !== undefined && !known) throw new AgentError('agent.session_missing', `no session ${resume}`)
    const id = resume ?? `ses_${++this.#count}`
    if (!this.sessions.has(id)) this.sessions.set(id, new Map())
    this.opened += 1
    return {
      id,
      memory: known ? 'resumed' : 'new',
      view: EMPTY_VIEW,
      onView: () => () => undefined,
      ended: new Promise(() => undefined),
      steer: null,
      kill: async () => undefined,
      status: async () => 'unknown',
      setOption: async () => undefined,
      stopTask: async () => undefined,
      mintKey: () => `key_${++this.#count}`,
      prompt: (turn, sink) =>
        life === this.#life ? this.#prompt(id, turn, sink) : new Promise(() => undefined),
      cancel: async () => {
        const turn = this.running.get(id)
        if (turn === undefined) return
        turn.cancels += 1
        if (!this.ignoresCancel) turn.settle({ outcome: 'cancelled' })
      },
      recover: async (key) => this.#recover(id, key),
      // What was asked to stop and did not is let go with the session.
      close: async () => {
        if ((this.running.get(id)?.cancels ?? 0) > 0) this.running.delete(id)
      },
    }
  }

  #prompt(session: string, turn: { key: string; content: PromptContent }, sink: TurnSink): Promise<void> {
    const failure = this.failPrompt.shift()
    if (failure !== undefined) return Promise.reject(failure)
    const known = this.sessions.get(session)?.get(turn.key)
    if (known !== undefined) return Promise.reject(new Error('a key that was delivered is sent again'))
    if (this.running.has(session)) return Promise.reject(new Error('two turns at once in one session'))
    return new Promise((resolve) => {
      this.running.set(session, new FakeTurn({ session, ...turn }, this, sink, resolve))
    })
  }

  #recover(session: string, key: string): Recovered {
    const failure = this.failRecover.shift()
    if (failure !== undefined) throw failure
    const known = this.sessions.get(session)?.get(key)
    if (known === undefined) return { found: 'absent' }
    if (known.how === null) return { found: 'interrupted', drafts: known.drafts }
    return { found: 'ended', drafts: known.drafts, how: known.how }
  }
}
