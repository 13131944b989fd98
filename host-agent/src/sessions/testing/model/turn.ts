import { type PromptContent, promptText } from '@hearth/shared/session'
import {
  AgentError,
  type Draft,
  type Settlement,
  type SteerResult,
  type TurnSink,
} from '../../../agents/driver.ts'
import type { ModelAgent } from './agent.ts'
import type { Opening } from './opening.ts'

/** What the agent itself keeps of a prompt, whatever becomes of hosts and processes. */
export interface Remembered {
  readonly content: PromptContent
  readonly drafts: Draft[]
  how: Settlement | null
}

/** A prompt that is to steer, on its way into the running turn. */
interface Steer {
  readonly key: string
  readonly content: PromptContent
  taken: boolean
  heard: boolean
  resolve(result: SteerResult): void
  reject(error: unknown): void
}

/** A prompt on its way to the agent, or being worked on there. Commands of the model move it. */
export class ModelTurn {
  readonly opening: Opening
  readonly key: string
  readonly content: PromptContent
  readonly steers: Steer[] = []
  /** The agent's ids of requests that it waits for. */
  readonly asks = new Set<string>()
  over = false
  readonly #agent: ModelAgent
  readonly #sink: TurnSink
  readonly #promise: { resolve(): void; reject(error: unknown): void }
  #memory: Remembered | null = null
  #accepted = false
  #asked = 0
  /** Blocks of which the host has not heard everything. */
  readonly #missed = new Set<string>()

  constructor(
    at: { opening: Opening; key: string; content: PromptContent },
    agent: ModelAgent,
    sink: TurnSink,
    promise: { resolve(): void; reject(error: unknown): void },
  ) {
    this.opening = at.opening
    this.key = at.key
    this.content = at.content
    this.#agent = agent
    this.#sink = sink
    this.#promise = promise
  }

  get delivered(): boolean {
    return this.#memory !== null
  }

  /** The agent gets it. */
  deliver(): this {
    this.#memory ??= this.#agent.remember(this.opening, this.key, this.content, 'prompt')
    return this
  }

  /** The host hears that the agent has it. */
  accept(): this {
    this.deliver()
    if (!this.#accepted) this.#sink.accepted()
    this.#accepted = true
    return this
  }

  /** It does something. A block of which the host missed a piece is not gone on with: streams have no gaps. */
  draft(given: Draft, heard = true): this {
    let draft = given
    if (draft.type === 'text' && heard && this.#missed.has(draft.block))
      draft = { ...draft, block: `${draft.block} again` }
    if (draft.type === 'text' && !heard) this.#missed.add(draft.block)
    if (heard) this.accept()
    this.deliver()
    this.#memory?.drafts.push(draft)
    if (heard) this.#sink.draft(draft)
    return this
  }

  ask(): this {
    this.accept()
    this.#request()
    return this
  }

  #request(): void {
    const id = `per_${this.key}_${++this.#asked}`
    this.asks.add(id)
    this.#sink.request({
      kind: 'permission',
      id,
      tool: { name: 'bash', kind: 'execute', call: null },
      ask: { type: 'command', command: 'ls' },
      words: 'list',
      reply: async () => (this.asks.delete(id) && !this.over ? 'applied' : 'gone'),
    })
  }

  /** The agent takes a request back. */
  takeBack(): this {
    const [id] = this.asks
    if (id === undefined) return this
    this.asks.delete(id)
    this.#sink.requestGone(id)
    return this
  }

  steer(key: string, content: PromptContent): Promise<SteerResult> {
    return new Promise((resolve, reject) => {
      this.steers.push({ key, content, taken: false, heard: false, resolve, reject })
    })
  }

  /** The agent takes the first prompt that steers into the turn; `heard`: and says so at once. */
  take(heard = true): this {
    const steer = this.steers.find((one) => !one.taken)
    if (steer === undefined) return this
    this.accept()
    steer.taken = true
    this.#agent.remember(this.opening, steer.key, steer.content, 'steer', this.key)
    if (heard) this.#hear(steer)
    return this
  }

  #hear(steer: Steer): void {
    steer.heard = true
    this.#sink.joined(steer.key)
  }

  /** The agent ends it; the host hears all of it. */
  settle(how: Settlement = { outcome: 'completed', stopReason: 'end_turn' }): void {
    if (this.over) return
    this.deliver()
    this.#end(how)
    for (const steer of this.steers) if (steer.taken && !steer.heard) this.#hear(steer)
    this.#sink.settled(how)
    this.#promise.resolve()
    for (const steer of this.steers) steer.resolve(steer.taken ? 'joined' : 'left')
  }

  /** The agent ends it, and no host hears of it. */
  settleUnheard(how: Settlement = { outcome: 'completed', stopReason: 'end_turn' }): void {
    if (this.over) return
    this.deliver()
    this.#end(how)
  }

  /** The process that worked on it is gone. `loud`: its driver knows how it stood; else it can say nothing for sure. */
  cut(loud: boolean): void {
    if (this.over) return
    this.#agent.forget(this)
    this.over = true
    const gone = new AgentError('agent.exited', 'The agent is gone.')
    const unsure = new Error('The connection is gone.')
    if (this.#accepted) {
      this.#sink.settled({
        outcome: 'failed',
        error: { code: 'agent.exited', message: 'The agent is gone.' },
      })
      this.#promise.resolve()
    } else this.#promise.reject(this.delivered || !loud ? unsure : gone)
    for (const steer of this.steers) {
      if (steer.heard) steer.resolve('joined')
      else steer.reject(steer.taken || !loud ? unsure : gone)
    }
  }

  /** The host died: nobody hears anything of it any more. */
  lose(): void {
    this.#agent.forget(this)
    this.over = true
  }

  /** Words that come after the end. */
  late(): void {
    this.#sink.accepted()
    this.#sink.draft({ type: 'text', block: 'late', kind: 'message', text: 'late' })
    this.#sink.requestGone('per_none')
    this.#sink.joined('key_none')
    this.#request()
    this.#sink.settled({ outcome: 'completed', stopReason: 'end_turn' })
  }

  #end(how: Settlement): void {
    if (this.#memory !== null) this.#memory.how ??= how
    this.#agent.forget(this)
    this.over = true
  }

  get text(): string {
    return promptText(this.content)
  }
}
