import type { PromptContent } from '@hearth/shared/session'
import { AgentError, type SteerResult } from '../driver.ts'
import { ACP_STEER_ANSWER_MS, ACP_STEERS } from '../limits.ts'
import { within } from '../process/group.ts'
import type { Abilities } from './abilities.ts'
import { toAcp, wordsOf } from './content.ts'
import { refusalWords } from './stop-reason.ts'
import type { RawAnswer } from './tap.ts'
import { Failure, read, Steered } from './wire.ts'

type Prompt = { key: string; content: PromptContent }

export type SteersSpec = {
  can: Abilities
  /** Asks the agent; `answered` is called in its order, or never. */
  ask(prompt: readonly Record<string, unknown>[], answered: (answer: RawAnswer) => void): void
  /** The running turn has it. */
  joined(key: string): void
  /** The agent certainly has not got it: its key may be sent again. */
  free(key: string): void
}

/** `waiting`: not given to the agent. `sent`: it has not answered yet. */
type Steer = {
  readonly prompt: Prompt
  state: 'waiting' | 'sent'
  /** What became of it is known, and told when the turn has settled. */
  tell(result: SteerResult | Error): void
}

/**
 * Prompts that are given to one running turn: asked of the agent one by one (`_session/steering`), or kept until it
 * fetches them (docs/agents, Steering). Each becomes `joined`, `left`, or not known, once.
 */
export class Steers {
  private readonly spec: SteersSpec
  private readonly open = new Set<Steer>()
  private isStopped = false
  /** Has the agent taken one in? */
  hasJoined = false
  private over: () => void = () => undefined
  private readonly end = new Promise<void>((resolve) => {
    this.over = resolve
  })
  private answered: (() => void) | null = null

  constructor(spec: SteersSpec) {
    this.spec = spec
  }

  /** See AgentSession.steer. */
  async give(prompt: Prompt): Promise<SteerResult> {
    const { can } = this.spec
    if (this.isStopped) throw new AgentError('agent.failed', 'The turn is being stopped. Nothing was sent.')
    if (this.open.size >= ACP_STEERS)
      throw new AgentError('agent.failed', 'Enough prompts wait to be taken in. Nothing was sent.')
    // What it can't take must be known before it is promised to it.
    if (can.steerBy === 'fetch') wordsOf(prompt.content)
    else toAcp(prompt.content, can)
    const result = await new Promise<SteerResult | Error>((resolve) => {
      const steer: Steer = { prompt, state: 'waiting', tell: (told) => this.told(steer, told, resolve) }
      this.open.add(steer)
      this.next()
    })
    if (result instanceof Error) throw result
    await this.end
    return result
  }

  /** What the agent fetches: all that waits, in its order. */
  fetch(): string[] {
    if (this.isStopped) return []
    return [...this.open].map((steer) => {
      steer.tell('joined')
      return wordsOf(steer.prompt.content)
    })
  }

  /** The turn is being stopped: nothing more is given to it. */
  stop(): void {
    this.isStopped = true
    this.leave()
  }

  /**
   * The agent has ended the turn. Resolves when what it was asked is answered, within ACP_STEER_ANSWER_MS; undefined
   * where nothing is open, so that nothing can come between.
   */
  settling(): Promise<void> | undefined {
    this.stop()
    if (this.open.size === 0) return undefined
    const answered = new Promise<void>((resolve) => {
      this.answered = resolve
    })
    return within(answered, ACP_STEER_ANSWER_MS).then(() => undefined)
  }

  /** The turn has settled. False: the agent was asked for something, and its answer may come still. */
  finish(): boolean {
    this.stop()
    const isClear = this.open.size === 0
    for (const steer of this.open)
      steer.tell(new Error('The agent did not say whether it took this prompt in.'))
    this.over()
    return isClear
  }

  /** The agent gets one after the other, for it must take them in in this order. */
  private next(): void {
    const { can, ask } = this.spec
    if (can.steerBy !== 'request' || this.isStopped) return
    const [steer] = this.open
    if (steer === undefined || steer.state === 'sent') return
    steer.state = 'sent'
    ask(toAcp(steer.prompt.content, can), (answer) => steer.tell(resultOf(answer)))
  }

  private leave(): void {
    for (const steer of this.open) if (steer.state === 'waiting') steer.tell('left')
  }

  private told(
    steer: Steer,
    result: SteerResult | Error,
    resolve: (result: SteerResult | Error) => void,
  ): void {
    if (!this.open.delete(steer)) return
    const { key } = steer.prompt
    if (result === 'joined') {
      this.hasJoined = true
      this.spec.joined(key)
    }
    if (result === 'left' || result instanceof AgentError) this.spec.free(key)
    resolve(result)
    if (this.open.size === 0) this.answered?.()
    this.next()
  }
}

/** What the agent's answer says became of a prompt. */
function resultOf({ result, error }: RawAnswer): SteerResult | Error {
  if (error !== undefined) {
    const failure = read(Failure, error) ?? { code: 0, message: '' }
    const words = refusalWords(failure)
    return CERTAIN.has(failure.code)
      ? new AgentError('agent.failed', words)
      : new Error(`It is not known whether the agent took this prompt in: ${words}`)
  }
  const outcome = read(Steered, result)?.outcome
  if (outcome === 'injected') return 'joined'
  if (outcome === 'promptRequired') return 'left'
  return new Error('The agent said nothing that this version knows of what it did with this prompt.')
}

/** Errors of an agent that looked at a request and did nothing: JSON-RPC's own, not signed in, no such session. */
const CERTAIN = new Set([-32600, -32601, -32602, -32000, -32002])
