import type { Draft, Settlement, TurnSink } from '../driver.ts'
import { needsCall } from './asks.ts'
import { notice, plan, TurnMap } from './map.ts'
import { Pending, type Replies } from './pending.ts'
import { Prompts } from './prompts.ts'
import { PHASES, type Phase, type Sign, settlement } from './settle.ts'
import { callKey } from './tools.ts'
import type { Answer, Failure, Info, MessageRecord, Payload, PermissionAsked, QuestionAsked } from './wire.ts'

type TurnSpec = {
  root: string
  key: string
  sink: TurnSink
  replies: Replies
  /** Names of the MCP servers that opencode has now. */
  servers?(): readonly string[]
  onAccepted?(): void
  onSettled(): void
  /** It would have ended, but for steering prompts: `waiting()` names them. */
  onLingering?(): void
}

/**
 * One turn as opencode tells it: takes the events of a session and its subagents, tells the sink. No clock and no
 * I/O of its own; `OpencodeSession` supplies both.
 */
export class Turn {
  private readonly spec: TurnSpec
  private readonly map = new TurnMap()
  private readonly pending: Pending
  /** Requests that came before what their call was begun with. */
  private readonly early = new Map<string, () => void>()
  /** What this run has to answer; the turn does not end before it is known what became of those that steer. */
  readonly prompts: Prompts
  /** When opencode stored our prompt, by its clock: what is older belongs to other turns. */
  private since = Number.POSITIVE_INFINITY
  /** Answers of this turn, in the session itself and in its subagents'. */
  private readonly answers = new Set<string>()
  private phase: Phase = 'sent'
  private answer: Answer | null = null
  private error: Failure | null = null
  private accepted = false
  private cancelled = false
  /** What a cancelled turn counts as, when it was not a person who cancelled it. */
  private verdict: Settlement | null = null

  constructor(spec: TurnSpec) {
    this.spec = spec
    this.prompts = new Prompts(spec.key)
    this.pending = new Pending(spec.sink, spec.replies)
  }

  state(): Phase {
    return this.phase
  }

  isAccepted(): boolean {
    return this.accepted
  }

  /** Answers of this turn so far: a cancelled turn that gets another one is going on. */
  answerCount(): number {
    return this.answers.size
  }

  /** opencode has the prompt. */
  accept(): void {
    if (this.accepted || this.phase === 'settled') return
    this.accepted = true
    this.spec.sink.accepted()
    this.spec.onAccepted?.()
  }

  /** The end was asked for: what waits for a person is taken back, and nothing new is asked. */
  cancel(verdict: Settlement | null = null): void {
    this.cancelled = true
    this.verdict = verdict
    this.pending.close()
  }

  /** Events may be missing from here on. */
  freeze(): void {
    this.map.freeze()
  }

  /** opencode has ended: what it waited for is gone, and text may be missing. */
  lost(): void {
    this.map.freeze()
    this.pending.withdraw()
  }

  /** See Pending. */
  census(): (listed: ReadonlySet<string>) => void {
    return this.pending.census()
  }

  /** Something that the person should know of this turn. */
  remark(code: string, text: string): void {
    if (this.phase !== 'settled') this.tell([notice('warning', code, text)])
  }

  /** Takes an event of this session or one of its subagents'. */
  hear(event: Payload, directory: string | null): void {
    if (this.phase === 'settled') return
    switch (event.type) {
      case 'message.updated':
        this.message(event.properties.info)
        break
      case 'message.part.updated': {
        const { part } = event.properties
        if (this.tells(part.messageID, part.sessionID, part.type)) this.tell(this.map.part(part))
        for (const ask of [...this.early.values()]) ask()
        break
      }
      case 'message.part.delta': {
        const { sessionID, messageID, partID, field, delta } = event.properties
        const isOurs = sessionID === this.spec.root && this.answers.has(messageID)
        if (isOurs && field === 'text') this.tell(this.map.delta(partID, delta))
        break
      }
      case 'permission.asked':
      case 'question.asked':
        if (this.phase !== 'sent') this.ask(event, directory)
        break
      case 'permission.replied':
      case 'question.replied':
        this.early.delete(event.properties.requestID)
        this.pending.gone(event.properties.requestID, event.properties)
        break
      case 'question.rejected':
        this.pending.gone(event.properties.requestID)
        break
      default:
        this.hearSession(event)
    }
  }

  /** Reads what opencode's record holds of this turn, after events may have been missed. */
  read(messages: readonly MessageRecord[]): void {
    for (const { info, parts } of messages) {
      if (this.phase === 'settled') return
      this.message(info, parts)
    }
  }

  /** Moves on by what was heard, or by what was waited for long enough. */
  sign(sign: Sign): void {
    const next = PHASES[this.phase][sign]
    if (this.phase === 'settled') return
    if (next !== 'settled') this.phase = next
    else if (this.phase !== 'lingering' && this.prompts.waiting().length > 0) this.linger()
    else this.settle(settlement({ answer: this.answer, error: this.error, cancelled: this.cancelled }))
  }

  /** Ends the turn. Whatever opencode says later is not heard. */
  settle(how: Settlement): void {
    if (this.phase === 'settled') return
    this.pending.close()
    this.phase = 'settled'
    this.spec.sink.settled(how.outcome === 'cancelled' ? (this.verdict ?? how) : how)
    this.spec.onSettled()
  }

  private linger(): void {
    this.phase = 'lingering'
    this.spec.onLingering?.()
  }

  private hearSession(event: Payload): void {
    if (!('sessionID' in event.properties) || event.properties.sessionID !== this.spec.root) return
    if (event.type === 'session.idle') this.sign('idle')
    else if (event.type === 'session.error') this.failed(event.properties.error)
    else if (event.type === 'todo.updated' && this.answer !== null) this.tell([plan(event.properties.todos)])
    else if (event.type === 'session.deleted') {
      const message = 'The session was deleted in opencode.'
      this.settle({ outcome: 'failed', error: { code: 'agent.session_missing', message } })
    } else if (event.type === 'session.status' && event.properties.status.type === 'retry') {
      const { attempt, message } = event.properties.status
      const text = `The model did not answer (try ${attempt}): ${message}`
      if (this.phase !== 'sent') this.tell([notice('warning', 'agent.retry', text)])
    }
  }

  private failed(error: Failure | undefined): void {
    // The end of an aborted earlier turn is told late; it is not this turn's.
    const isLate = error?.name === 'MessageAbortedError' && !this.cancelled
    if (error === undefined || isLate) return
    this.error = error
    this.sign('error')
  }

  /** `recorded`: what the record holds of it, told before an end that the message may bring. */
  private message(info: Info, recorded: MessageRecord['parts'] = []): void {
    if (info.role === 'assistant') {
      if (info.sessionID === this.spec.root) this.ownAnswer(info, recorded)
      else if (this.answer !== null && info.time.created >= this.since) this.answers.add(info.id)
    } else if (info.id === this.spec.key) {
      this.since = Math.min(this.since, info.time.created)
      this.prompts.store(info.id)
      this.accept()
      this.sign('prompt')
    } else if (info.sessionID === this.spec.root && info.time.created >= this.since) {
      this.prompts.store(info.id)
    }
  }

  private ownAnswer(info: Answer, recorded: MessageRecord['parts']): void {
    const joined = this.prompts.answered(info.parentID)
    if (joined === null) return
    this.accept()
    for (const key of joined) this.spec.sink.joined(key)
    this.answers.add(info.id)
    for (const part of recorded) this.tell(this.map.part(part, 'record'))
    if (this.answer !== null && info.time.created < this.answer.time.created) return
    // The end of the last answer may be told again; it says nothing about the prompts that are waited for.
    const isTold = this.answer?.id === info.id && this.answer.time.completed !== undefined
    this.answer = info
    if (isTold && this.phase === 'lingering') return
    this.sign(info.time.completed === undefined ? 'open' : 'ended')
  }

  /** Text and bookkeeping of subagents stay inside their tool call; their tools and their cost do not. */
  private tells(message: string, session: string, type: string): boolean {
    if (!this.answers.has(message)) return false
    return session === this.spec.root || type === 'tool' || type === 'step-finish'
  }

  private ask(
    event:
      | { type: 'permission.asked'; properties: PermissionAsked }
      | { type: 'question.asked'; properties: QuestionAsked },
    directory: string | null,
  ): void {
    if (event.type === 'question.asked') {
      this.pending.question(event.properties, directory)
      return
    }
    const { properties } = event
    const { tool } = properties
    const input = tool === undefined ? undefined : this.map.input(callKey(tool))
    if (needsCall(properties) && input === null) {
      this.early.set(properties.id, () => this.ask(event, directory))
      return
    }
    this.early.delete(properties.id)
    const known = { input: input ?? null, servers: this.spec.servers?.() ?? [] }
    const told = this.pending.permission(properties, directory, known)
    if (told?.ask.type !== 'edit' || told.call === null) return
    // The tool itself does not repeat the change that it asks for.
    for (const file of told.ask.files) this.tell(this.map.diff(told.call, file.path, file.diff))
  }

  private tell(drafts: readonly Draft[]): void {
    for (const draft of drafts) this.spec.sink.draft(draft)
  }
}
