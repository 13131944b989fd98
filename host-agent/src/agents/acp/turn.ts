import type { FormField, Question } from '@hearth/shared/session'
import type { Draft, Settlement, TurnSink } from '../driver.ts'
import { askWish } from './client/ask.ts'
import type { Wish } from './client/wish.ts'
import type { AllowedWish, Answered, Filled } from './client-side.ts'
import { isOfTurn, TurnMap } from './map.ts'
import { Pending } from './pending.ts'
import { askPermission } from './permission.ts'
import type { Quirks } from './spec.ts'
import { type End, settlementOf } from './stop-reason.ts'
import type { TerminalOutput } from './tools.ts'
import { read, ToolCall } from './wire.ts'

export type TurnSpec = {
  sink: TurnSink
  quirks: Quirks
  output: TerminalOutput
  /** Told before anything else of the turn. */
  first: readonly Draft[]
  /** A person has allowed what the agent asked for. */
  allowed(wish: AllowedWish): void
  /** Does this call belong to an earlier turn? */
  isOld(call: string): boolean
  /** `accepted` false: it is not known whether the agent had it. */
  onEnd(how: Settlement, accepted: boolean): void
}

/**
 * One turn as the agent tells it. ACP does not acknowledge a prompt: that the agent has it shows in the first thing
 * that it says of the turn, or in its answer. It ends once: by that answer, or with the agent's process.
 */
export class Turn {
  private readonly spec: TurnSpec
  private readonly map: TurnMap
  private readonly pending: Pending
  private state: 'sent' | 'accepted' | 'ended' = 'sent'
  private isStopped = false

  constructor(spec: TurnSpec) {
    this.spec = spec
    this.map = new TurnMap(spec.quirks, spec.output)
    this.pending = new Pending(spec.sink)
  }

  /** The calls of this turn, so that what comes of them after its end can be told from the next turn's. */
  calls(): string[] {
    return this.map.tools.calls()
  }

  hear(update: unknown): void {
    if (this.state === 'ended' || !isOfTurn(update) || this.isLate(update)) return
    this.accept()
    this.tell(this.map.update(update))
  }

  /** A terminal that one of its calls embeds has shown more. */
  shown(terminal: string): void {
    if (this.state !== 'ended') this.tell(this.map.tools.shown(terminal))
  }

  permission(params: unknown, signal: AbortSignal): Promise<unknown> {
    const { sink, quirks, allowed } = this.spec
    if (this.state !== 'ended') this.accept()
    const isDeaf = this.state === 'ended' || this.isStopped
    if (isDeaf) return Promise.resolve({ outcome: { outcome: 'cancelled' } })
    return askPermission(params, signal, { sink, map: this.map, pending: this.pending, quirks, allowed })
  }

  async question(questions: Question[], signal: AbortSignal): Promise<Answered> {
    if (this.state === 'ended') return { gone: true }
    this.accept()
    const answered = await this.pending.ask<Answered>(signal, (id) =>
      this.spec.sink.request({
        kind: 'question',
        id,
        questions,
        reply: async (answer) => this.pending.reply(id, answer),
      }),
    )
    return answered ?? { gone: true }
  }

  async form(message: string, fields: FormField[], signal: AbortSignal): Promise<Filled> {
    if (this.state === 'ended') return { gone: true }
    this.accept()
    const filled = await this.pending.ask<Filled>(signal, (id) =>
      this.spec.sink.request({
        kind: 'form',
        id,
        message,
        fields,
        reply: async (answer) => this.pending.reply(id, answer),
      }),
    )
    return filled ?? { gone: true }
  }

  /** Something that the agent wants us to do for it. */
  async permit(wish: Wish, signal: AbortSignal): Promise<boolean> {
    if (this.state === 'ended' || this.isStopped) return false
    this.accept()
    return askWish(wish, signal, { sink: this.spec.sink, pending: this.pending })
  }

  notice(text: string): void {
    if (this.state === 'ended') return
    this.accept()
    this.tell([{ type: 'notice', level: 'warning', code: 'agent.form', text }])
  }

  /** A prompt that was given to it while it ran is part of it now. */
  joined(key: string): void {
    if (this.state === 'ended') return
    this.accept()
    this.map.split()
    this.spec.sink.joined(key)
  }

  /** The end was asked for: what waits for a person is taken back, and nothing new is asked. */
  stop(): void {
    this.isStopped = true
    this.pending.close()
  }

  /** How it would settle by this end. */
  howOf(end: End): Settlement {
    return settlementOf(end, this.isStopped)
  }

  /** The agent's answer, or the end of its process. `used`: what it told of the turn's usage. */
  end(end: End, used: readonly Draft[] = []): void {
    if (this.state === 'ended') return
    const isGone = end.terminal === 'gone'
    if (!isGone) this.accept()
    const accepted = this.state === 'accepted'
    const how = this.howOf(end)
    this.pending.close()
    if (accepted) {
      if (how.outcome !== 'completed') this.tell(this.map.tools.fail())
      this.tell(used)
    }
    this.state = 'ended'
    if (accepted) this.spec.sink.settled(how)
    this.spec.onEnd(how, accepted)
  }

  private accept(): void {
    if (this.state !== 'sent') return
    this.state = 'accepted'
    this.spec.sink.accepted()
    this.tell(this.spec.first)
  }

  /** An update of a call that this turn did not begin but an earlier one did. */
  private isLate(update: unknown): boolean {
    const call = read(ToolCall, update)
    if (call === null || this.map.tools.has(call.toolCallId)) return false
    const isBegun =
      typeof update === 'object' && update !== null && Reflect.get(update, 'sessionUpdate') === 'tool_call'
    return !isBegun && this.spec.isOld(call.toolCallId)
  }

  private tell(drafts: readonly Draft[]): void {
    for (const draft of drafts) this.spec.sink.draft(draft)
  }
}
