import type { Draft } from '../driver.ts'
import { ACP_UNPROMPTED_STEPS, ACP_UNPROMPTED_WORDS } from '../limits.ts'
import { isOfTurn, TurnMap } from './map.ts'
import type { Quirks } from './spec.ts'
import { read, ToolCall } from './wire.ts'

type UnpromptedSpec = {
  label: string
  quirks: Quirks
  /** Does this call belong to an earlier turn? */
  isOld(call: string): boolean
}

/**
 * What an agent does with no prompt open: Claude Code and Qwen Code go on by themselves when a command that they left
 * running has ended (recordings/claude/background, recordings/qwen/background). The log knows turns only, and each has
 * a prompt of a person's; a turn that nobody asked for would need a state of its own in the log, in every client and in
 * the agents' records. So it is counted, and told at the head of the agent's next turn. What is heard when there is
 * none is never told, and what it asks meanwhile is refused, for nobody could be shown why it asks.
 */
export class Unprompted {
  private readonly spec: UnpromptedSpec
  private map: TurnMap
  private readonly steps = new Set<string>()
  private last: { block: string; text: string } | null = null
  private refusals = 0

  constructor(spec: UnpromptedSpec) {
    this.spec = spec
    this.map = new TurnMap(spec.quirks, () => null)
  }

  hear(update: unknown): void {
    if (!isOfTurn(update)) return
    const call = read(ToolCall, update)
    if (call !== null && this.spec.isOld(call.toolCallId)) return
    for (const draft of this.map.update(update)) this.count(draft)
  }

  /** It asked for something, and was refused. */
  refused(): void {
    this.refusals += 1
  }

  /** What is to be told of it, once. */
  take(): Draft[] {
    const text = this.words()
    this.map = new TurnMap(this.spec.quirks, () => null)
    this.steps.clear()
    this.last = null
    this.refusals = 0
    return text === null ? [] : [{ type: 'notice', level: 'info', code: 'agent.unprompted', text }]
  }

  private count(draft: Draft): void {
    if (draft.type === 'tool') this.step(`call ${draft.call}`)
    if (draft.type !== 'text' || draft.kind !== 'message') return
    const before = this.last?.block === draft.block ? this.last.text : ''
    const text = before + draft.text
    if (before === '' && this.spec.quirks.noise?.test(text) === true) return
    this.step(draft.block)
    this.last = { block: draft.block, text: text.slice(-ACP_UNPROMPTED_WORDS) }
  }

  private step(name: string): void {
    // More is not told apart: the number only says how much it was.
    if (this.steps.size < ACP_UNPROMPTED_STEPS) this.steps.add(name)
  }

  private words(): string | null {
    const { size } = this.steps
    if (size === 0 && this.refusals === 0) return null
    const parts: string[] = []
    if (size > 0)
      parts.push(`${size}${size === ACP_UNPROMPTED_STEPS ? ' or more' : ''} ${size === 1 ? 'step' : 'steps'}`)
    if (this.last !== null) parts.push(`its last words: “${this.last.text.trim()}”`)
    if (this.refusals > 0)
      parts.push(
        `${this.refusals} ${this.refusals === 1 ? 'request' : 'requests'} of it refused, as no turn was open`,
      )
    return `Between the turns ${this.spec.label} went on by itself: ${parts.join('; ')}.`
  }
}
