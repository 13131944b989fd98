import type { Answers } from '@hearth/shared/session'
import type { AgentRequest, Ask, ReplyResult, TurnSink } from '../driver.ts'
import { type AskedCall, askOf, wordsOf } from './asks.ts'
import { callKey, toolKind } from './tools.ts'
import type { PermissionAsked, QuestionAsked } from './wire.ts'

/** What opencode told of a request that somebody replied to: how, and for a question what was answered. */
export type Said = { reply?: string | undefined; answers?: Answers | undefined }

/** How replies reach opencode; requests are found by directory there. */
export type Replies = {
  permission(
    id: string,
    directory: string | null,
    decision: { allow: true } | { allow: false; reason?: string },
  ): Promise<ReplyResult>
  /** `answers` of null dismisses the question. */
  question(id: string, directory: string | null, answers: Answers | null): Promise<ReplyResult>
}

/**
 * What a turn waits for. Each request is told once and replied to at most once: opencode itself says yes to
 * replies that come too late, and keeps listing what was aborted.
 */
export class Pending {
  private readonly sink: TurnSink
  private readonly replies: Replies
  private readonly waiting = new Set<string>()
  /** Being replied to: what opencode tells of it meanwhile is as good as its answer, which may be lost or late. */
  private readonly underway = new Map<string, (said: Said) => void>()
  /** Replied to, or being replied to: a list that was made before the reply must not ask for it again. */
  private readonly replied = new Set<string>()
  private isClosed = false

  constructor(sink: TurnSink, replies: Replies) {
    this.sink = sink
    this.replies = replies
  }

  /** Tells a permission request; returns what it is about, or null when it is not told. */
  permission(
    asked: PermissionAsked,
    directory: string | null,
    known?: AskedCall,
  ): { ask: Ask; call: string | null } | null {
    if (!this.take(asked.id)) return null
    const call = asked.tool === undefined ? null : callKey(asked.tool)
    const ask = askOf(asked, directory, known)
    this.sink.request({
      kind: 'permission',
      id: asked.id,
      tool: { name: asked.permission, kind: toolKind(asked.permission), call },
      ask,
      words: wordsOf(asked),
      reply: (decision) => {
        const ours = decision.allow ? 'once' : 'reject'
        const send = () => this.replies.permission(asked.id, directory, decision)
        return this.reply(asked.id, send, (said) => said.reply === ours)
      },
    })
    return { ask, call }
  }

  question(asked: QuestionAsked, directory: string | null): void {
    if (!this.take(asked.id)) return
    const reply: Extract<AgentRequest, { kind: 'question' }>['reply'] = (answer) => {
      const answers = 'answers' in answer ? answer.answers : null
      const send = () => this.replies.question(asked.id, directory, answers)
      const ours = JSON.stringify(answers ?? undefined)
      return this.reply(asked.id, send, (said) => JSON.stringify(said.answers) === ours)
    }
    this.sink.request({ kind: 'question', id: asked.id, questions: asked.questions, reply })
  }

  /** opencode no longer waits for it: somebody replied. */
  gone(id: string, said: Said = {}): void {
    this.underway.get(id)?.(said)
    this.takeBack(id)
  }

  private takeBack(id: string): void {
    if (this.waiting.delete(id)) this.sink.requestGone(id)
  }

  /**
   * To be called before opencode is asked what it waits for; what it gives takes the answer, and tells what is gone.
   * A request that came in between says nothing about itself by not being in that list.
   */
  census(): (listed: ReadonlySet<string>) => void {
    const before = [...this.waiting]
    return (listed) => {
      for (const id of before) if (!listed.has(id)) this.takeBack(id)
    }
  }

  /** Takes everything back. */
  withdraw(): void {
    for (const id of [...this.waiting]) this.takeBack(id)
  }

  /** Takes everything back and asks nothing more. */
  close(): void {
    this.isClosed = true
    this.withdraw()
  }

  private take(id: string): boolean {
    if (this.isClosed || this.waiting.has(id) || this.replied.has(id)) return false
    this.waiting.add(id)
    return true
  }

  /**
   * Resolves with opencode's answer or, when that is late, with what its events tell of the request.
   * Rejects when neither tells what became of it.
   */
  private async reply(
    id: string,
    send: () => Promise<ReplyResult>,
    isOurs: (said: Said) => boolean,
  ): Promise<ReplyResult> {
    if (!this.waiting.delete(id)) return 'gone'
    this.replied.add(id)
    const told = new Promise<ReplyResult>((resolve) => {
      this.underway.set(id, (said) => resolve(isOurs(said) ? 'applied' : 'gone'))
    })
    try {
      return await Promise.race([send(), told])
    } catch (error) {
      // It did not arrive, as far as we know: the request waits on.
      this.replied.delete(id)
      if (!this.isClosed) this.waiting.add(id)
      throw error
    } finally {
      this.underway.delete(id)
    }
  }
}
