import type { PromptContent } from '@hearth/shared/session'
import {
  AgentError,
  type AgentSession,
  type AgentView,
  EMPTY_VIEW,
  type TurnSink,
} from '../../../agents/driver.ts'
import type { ModelAgent } from './agent.ts'
import { ModelTurn } from './turn.ts'

/** A process of an agent; of a shared one all sessions are in the same. */
export class ModelProcess {
  readonly openings = new Set<Opening>()
  alive = true
}

/** One opened conversation, as long as its process lives or it is closed. */
export class Opening implements AgentSession {
  readonly id: string
  readonly memory: 'resumed' | 'new'
  readonly ended: Promise<void>
  readonly steer: AgentSession['steer']
  readonly process: ModelProcess
  readonly #agent: ModelAgent
  readonly #life: number
  readonly #listeners = new Set<() => void>()
  #end: () => void = () => undefined
  #view: AgentView = EMPTY_VIEW
  #cancels = 0
  closed = false
  prompts = 0

  constructor(id: string, memory: 'resumed' | 'new', agent: ModelAgent, process: ModelProcess, life: number) {
    this.id = id
    this.memory = memory
    this.process = process
    this.#agent = agent
    this.#life = life
    process.openings.add(this)
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.steer = agent.joins ? async (turn) => this.#steer(turn) : null
  }

  get view(): AgentView {
    return this.#view
  }

  onView(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get running(): ModelTurn | null {
    return this.#agent.running.get(this.id) ?? null
  }

  mintKey(): string {
    return this.#agent.mintKey()
  }

  async prompt(turn: { key: string; content: PromptContent }, sink: TurnSink): Promise<void> {
    this.#usable()
    const agent = this.#agent
    if (agent.refusals > 0) {
      agent.refusals -= 1
      throw new AgentError('agent.failed', 'It takes no prompt now.')
    }
    if (this.running !== null) agent.wrong.push(`${agent.id}: two turns at once in one session`)
    if (agent.knows(this.id, turn.key))
      agent.wrong.push(`${agent.id}: a key that was delivered is sent again`)
    this.prompts += 1
    this.#cancels = 0
    return new Promise((resolve, reject) => {
      agent.running.set(this.id, new ModelTurn({ opening: this, ...turn }, agent, sink, { resolve, reject }))
    })
  }

  #steer(turn: { key: string; content: PromptContent }): Promise<'joined' | 'left'> {
    this.#usable()
    const { running } = this
    if (running === null || running.over) throw new AgentError('agent.failed', 'No turn runs.')
    if (this.#agent.knows(this.id, turn.key)) this.#agent.wrong.push('a key that was delivered steers again')
    return running.steer(turn.key, turn.content)
  }

  async cancel(): Promise<void> {
    const { running } = this
    this.#cancels += 1
    if (running === null || !this.#alive || this.#cancels <= this.#agent.deaf) return
    running.settle({ outcome: 'cancelled' })
  }

  async kill(): Promise<void> {
    if (!this.#alive || this.#agent.immortal) return
    const others = [...this.process.openings].some((one) => one !== this && one.running !== null)
    if (others) this.close().catch(this.#agent.note)
    else this.#agent.crash(this.process, true)
  }

  async status(): Promise<'busy' | 'idle'> {
    const { mute } = this.#agent
    if (mute === 'silent') return new Promise(() => undefined)
    if (mute === 'broken') throw new AgentError('agent.unsupported', 'It can’t be asked.')
    if (!this.#alive) throw new AgentError('agent.unresponsive', 'It does not answer.')
    if (mute === 'lies') return 'idle'
    return this.running === null ? 'idle' : 'busy'
  }

  async setOption(): Promise<void> {
    this.#usable()
  }

  async stopTask(id: string): Promise<void> {
    if (!this.#view.tasks.some((task) => task.id === id))
      throw new AgentError('agent.unsupported', 'There is no such command.')
    this.setTask(false)
  }

  /** A command is left running, or has ended. */
  setTask(isRunning: boolean): void {
    const tasks = isRunning ? [{ id: 't1', title: 'npm run dev', startedAt: 0, turn: null }] : []
    this.#view = { ...EMPTY_VIEW, tasks }
    for (const listener of this.#listeners) listener()
  }

  async recover(key: string) {
    this.#usable()
    return this.#agent.recover(this.id, key)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.process.openings.delete(this)
    const { running } = this
    if (running !== null && running.opening === this) {
      if (this.#cancels === 0 && this.#life === this.#agent.life && running.delivered)
        this.#agent.wrong.push(`${this.#agent.id}: let go while it worked`)
      running.cut(true)
    }
    if (this.#agent.process === 'per-session') this.#agent.crash(this.process, true)
    this.#end()
  }

  /** Its process is gone. */
  die(loud: boolean): void {
    this.closed = true
    if (this.running?.opening === this) this.running.cut(loud)
    this.#end()
  }

  get #alive(): boolean {
    return this.process.alive && !this.closed && this.#life === this.#agent.life
  }

  #usable(): void {
    if (!this.#alive) throw new AgentError('agent.exited', 'The agent is gone.')
  }
}
