import { type PromptContent, promptText } from '@hearth/shared/session'
import { type AgentDriver, AgentError, type Recovered } from '../../../agents/driver.ts'
import { ModelProcess, Opening } from './opening.ts'
import type { ModelTurn, Remembered } from './turn.ts'

/** A prompt that reached an agent. */
export interface Delivery {
  readonly agent: string
  /** The agent's own session. */
  readonly session: string
  readonly key: string
  /** The prompt itself, without the record of what others did. */
  readonly text: string
  readonly hasRecord: boolean
  readonly how: 'prompt' | 'steer'
  /** What the agent keeps of it, as it grows. */
  readonly memory: Remembered
  /** It is the first of an opening of which the agent remembered nothing. */
  readonly isFirstOfNew: boolean
}

/** An agent that outlives hosts: what it got and did stays known to it. Nothing happens in it by itself. */
export class ModelAgent {
  readonly id: string
  readonly joins: boolean
  readonly resumes: boolean
  readonly process: 'shared' | 'per-session'
  readonly running = new Map<string, ModelTurn>()
  readonly wrong: string[] = []
  /** How many of the next prompts it refuses, how many starts fail. */
  refusals = 0
  failedStarts = 0
  /** How many cancels of a turn it does not hear. */
  deaf = 0
  /** How it answers when asked what it does. */
  mute: 'no' | 'silent' | 'broken' | 'lies' = 'no'
  /** Its process can't be ended. */
  immortal = false
  life = 0
  readonly #memories = new Map<string, Map<string, Remembered & { into: string | null }>>()
  readonly #processes = new Set<ModelProcess>()
  #count = 0

  readonly #tell: (delivery: Delivery) => void

  constructor(
    spec: { id: string; joins: boolean; resumes: boolean; process: 'shared' | 'per-session' },
    tell: (delivery: Delivery) => void,
  ) {
    this.#tell = tell
    this.id = spec.id
    this.joins = spec.joins
    this.resumes = spec.resumes
    this.process = spec.process
  }

  readonly note = (error: unknown): void => {
    this.wrong.push(`${this.id}: ${error}`)
  }

  mintKey(): string {
    return `${this.id}_key_${++this.#count}`
  }

  knows(session: string, key: string): boolean {
    return this.#memories.get(session)?.has(key) ?? false
  }

  remember(
    opening: Opening,
    key: string,
    content: PromptContent,
    how: Delivery['how'],
    into: string | null = null,
  ): Remembered {
    const session = this.#memories.get(opening.id) ?? new Map()
    this.#memories.set(opening.id, session)
    const known = session.get(key)
    if (known !== undefined) return known
    const remembered = { content, drafts: [], how: null, into }
    const isFirstOfNew = opening.memory === 'new' && session.size === 0
    session.set(key, remembered)
    const isRecord = (block: PromptContent[number]): boolean =>
      block.type === 'text' && block.text.startsWith('<session-record>')
    const text = promptText(content.filter((block) => !isRecord(block)))
    const hasRecord = content.some(isRecord)
    this.#tell({
      agent: this.id,
      session: opening.id,
      key,
      text,
      hasRecord,
      how,
      memory: remembered,
      isFirstOfNew,
    })
    return remembered
  }

  forget(turn: ModelTurn): void {
    if (this.running.get(turn.opening.id) === turn) this.running.delete(turn.opening.id)
  }

  /** Every conversation that is open in the life of this host. */
  get openings(): Opening[] {
    return [...this.#processes].flatMap((process) => [...process.openings])
  }

  /** A process is gone, with all that was going on in it. */
  crash(process: ModelProcess, loud: boolean): void {
    process.alive = false
    this.#processes.delete(process)
    for (const opening of [...process.openings]) opening.die(loud)
    process.openings.clear()
  }

  /** The host is gone. `finishes`: what was delivered is done to its end before the processes go. */
  orphan(finishes: boolean): void {
    this.life += 1
    for (const turn of [...this.running.values()]) {
      if (finishes && turn.delivered) turn.settleUnheard()
      else turn.lose()
    }
    this.running.clear()
    this.#processes.clear()
  }

  /** A driver for one life of the host. */
  driver(): AgentDriver {
    const { life } = this
    const mine = <T>(run: () => T): Promise<T> =>
      life === this.life ? (async () => run())() : new Promise(() => undefined)
    return {
      id: this.id,
      process: this.process,
      abilities: () => ({
        resume: this.resumes,
        images: true,
        list: false,
        steering: this.joins ? 'joins' : 'interrupts',
      }),
      health: () => ({ state: 'ready', version: '1', lastEventAt: null }),
      start: () => mine(() => undefined),
      openSession: ({ resume }) => mine(() => this.#open(resume, life)),
      listForeign: async () => [],
      readHistory: async () => [],
      modelSource: async () => 'own',
      stop: async () => undefined,
    }
  }

  #open(resume: string | undefined, life: number): Opening {
    if (this.failedStarts > 0) {
      this.failedStarts -= 1
      throw new AgentError('agent.start_failed', 'It does not start.')
    }
    if (resume !== undefined && !(this.resumes && this.#memories.has(resume)))
      throw new AgentError('agent.session_missing', 'It has no such session.')
    const process = this.#process()
    const id = resume ?? `${this.id}_ses_${++this.#count}`
    if (!this.#memories.has(id)) this.#memories.set(id, new Map())
    return new Opening(id, resume === undefined ? 'new' : 'resumed', this, process, life)
  }

  #process(): ModelProcess {
    const [shared] = this.#processes
    if (this.process === 'shared' && shared !== undefined) return shared
    const process = new ModelProcess()
    this.#processes.add(process)
    return process
  }

  recover(session: string, key: string): Recovered {
    const known = this.#memories.get(session)?.get(key)
    if (known === undefined) return { found: 'absent' }
    const host = known.into === null ? known : this.#memories.get(session)?.get(known.into)
    if (host === undefined || host.how === null) return { found: 'interrupted', drafts: known.drafts }
    return { found: 'ended', drafts: known.drafts, how: host.how }
  }
}
