import { type PromptContent, promptText } from '@hearth/shared/session'
import {
  AgentError,
  type AgentSession,
  type AgentStatus,
  type AgentView,
  EMPTY_VIEW,
  type Recovered,
  type SteerResult,
  type TurnSink,
} from '../../agents/driver.ts'
import type { FakeAgent } from './fake-driver.ts'
import { FakeTurn } from './fake-turn.ts'

interface Prompt {
  key: string
  content: PromptContent
}

/** A prompt that was given while a turn runs; the test says what becomes of it. */
export class FakeSteer {
  readonly key: string
  readonly text: string
  readonly #turn: FakeTurn | undefined
  readonly #remember: () => void
  readonly #resolve: (result: SteerResult) => void
  readonly #reject: (error: Error) => void

  constructor(
    { key, content }: Prompt,
    turn: FakeTurn | undefined,
    remember: () => void,
    end: { resolve(result: SteerResult): void; reject(error: Error): void },
  ) {
    this.key = key
    this.text = promptText(content)
    this.#turn = turn
    this.#remember = remember
    this.#resolve = end.resolve
    this.#reject = end.reject
  }

  /** The running turn takes it in; `heard` false: the host only hears of it when it ends. */
  join(heard = true): void {
    this.#remember()
    if (heard) this.#turn?.join(this.key)
    this.#resolve('joined')
  }

  /** The agent has it, and the host has not heard. */
  deliver(): void {
    this.#remember()
  }

  leave(): void {
    this.#resolve('left')
  }

  refuse(): void {
    this.#reject(new AgentError('agent.failed', 'not now'))
  }

  cut(): void {
    this.#reject(new Error('cut'))
  }
}

/** One open conversation, for one life of the host. */
export class FakeSession implements AgentSession {
  readonly id: string
  readonly memory: 'resumed' | 'new'
  readonly ended: Promise<void>
  readonly steer: AgentSession['steer']
  readonly set: [option: string, value: string][] = []
  readonly stopped: string[] = []
  view: AgentView = EMPTY_VIEW
  isClosed = false
  readonly #world: FakeAgent
  readonly #isLive: () => boolean
  readonly #listeners = new Set<() => void>()
  #end: () => void = () => undefined

  constructor(id: string, memory: 'resumed' | 'new', world: FakeAgent, isLive: () => boolean) {
    this.id = id
    this.memory = memory
    this.view = world.offers
    this.#world = world
    this.#isLive = isLive
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.steer = world.joins ? (turn) => this.#steer(turn) : null
  }

  onView(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The agent tells something else of itself. */
  tell(view: Partial<AgentView>): void {
    this.view = { ...this.view, ...view }
    for (const listener of this.#listeners) listener()
  }

  /** The process ends. */
  die(): void {
    this.#world.running.delete(this.id)
    this.#end()
  }

  mintKey(): string {
    return `key_${this.#world.count()}`
  }

  prompt(turn: Prompt, sink: TurnSink): Promise<void> {
    if (!this.#isLive()) return new Promise(() => undefined)
    const failure = this.#world.failPrompt.shift()
    if (failure !== undefined) return Promise.reject(failure)
    const { sessions, running, holdPrompt } = this.#world
    if (holdPrompt !== null) return holdPrompt
    if (sessions.get(this.id)?.has(turn.key) === true)
      return Promise.reject(new Error('a key that was delivered is sent again'))
    if (running.has(this.id)) return Promise.reject(new Error('two turns at once in one session'))
    return new Promise((resolve) => {
      running.set(this.id, new FakeTurn({ session: this.id, ...turn }, this.#world, sink, resolve))
    })
  }

  #steer(turn: Prompt): Promise<SteerResult> {
    return new Promise((resolve, reject) => {
      const { steers, running } = this.#world
      const remember = () => {
        this.#world.remember({ session: this.id, ...turn })
      }
      steers.push(new FakeSteer(turn, running.get(this.id), remember, { resolve, reject }))
    })
  }

  async cancel(): Promise<void> {
    const turn = this.#world.running.get(this.id)
    if (turn === undefined) return
    turn.cancels += 1
    if (!this.#world.ignoresCancel) turn.settle({ outcome: 'cancelled' })
  }

  kill(): Promise<void> {
    this.#world.killed.push(this.id)
    if (this.#world.isImmortal) return new Promise(() => undefined)
    this.die()
    return Promise.resolve()
  }

  status(): Promise<AgentStatus> {
    return Promise.resolve(this.#world.status)
  }

  async setOption(id: string, value: string): Promise<void> {
    const option = this.view.options.find((one) => one.id === id)
    if (!option?.choices.some((choice) => choice.value === value))
      throw new AgentError('agent.unsupported', `no ${id} ${value}`)
    this.set.push([id, value])
    this.tell({ options: this.view.options.map((one) => (one.id === id ? { ...one, value } : one)) })
  }

  async stopTask(id: string): Promise<void> {
    if (!this.view.tasks.some((task) => task.id === id)) throw new AgentError('agent.unsupported', `no ${id}`)
    this.stopped.push(id)
    this.tell({ tasks: this.view.tasks.filter((task) => task.id !== id) })
  }

  async recover(key: string): Promise<Recovered> {
    const failure = this.#world.failRecover.shift()
    if (failure !== undefined) throw failure
    const known = this.#world.sessions.get(this.id)?.get(key)
    if (known === undefined) return { found: 'absent' }
    if (known.how === null) return { found: 'interrupted', drafts: known.drafts }
    return { found: 'ended', drafts: known.drafts, how: known.how }
  }

  /** What was asked to stop and did not is let go with the session. */
  async close(): Promise<void> {
    this.isClosed = true
    if ((this.#world.running.get(this.id)?.cancels ?? 0) > 0) this.#world.running.delete(this.id)
  }
}
