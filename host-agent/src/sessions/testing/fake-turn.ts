import { type PromptContent, promptText } from '@hearth/shared/session'
import type { AgentRequest, Draft, Settlement, TurnSink } from '../../agents/driver.ts'
import type { FakeAgent } from './fake-driver.ts'

/** What the agent itself remembers of a prompt. */
export interface Remembered {
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

  /** The running turn takes in a prompt that was to steer it. */
  join(key: string): this {
    this.#sink.joined(key)
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
  ask: { type: 'command', command: 'npm test' },
  words: 'list the files',
  reply: async (decision) => {
    replies.push(decision)
    return 'applied'
  },
})
