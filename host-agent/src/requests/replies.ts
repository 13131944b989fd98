import { HearthError } from '@hearth/shared/protocol'
import type { RequestOutcome } from '@hearth/shared/session'
import type { ReplyResult } from '../agents/driver.ts'
import type { Receipt } from './api.ts'
import { type After, deliver } from './deliver.ts'
import { type Entry, permissionOf } from './entry.ts'
import type { Offers } from './offers.ts'
import { codeOf, type Recorder } from './recorder.ts'
import type { RequestBook } from './table.ts'

interface ReplyParts {
  readonly after: After
  readonly book: RequestBook
  readonly offers: Offers
  readonly recorder: Recorder
}

/** Gives what was decided to the agent, and settles the request by how the agent took it. */
export class Replies {
  readonly #parts: ReplyParts

  constructor(parts: ReplyParts) {
    this.#parts = parts
  }

  /** Allows or denies the frozen request. `by` null: the owner at the host. */
  async permission(
    entry: Entry,
    verdict: { allow: true } | { allow: false; reason: string | undefined },
    by: string | null,
  ): Promise<Receipt> {
    const matter = permissionOf(entry)
    if (verdict.allow) return await this.give(entry, () => matter.reply({ allow: true }), 'allowed', by)
    const { reason } = verdict
    const denial = reason === undefined ? { allow: false as const } : { allow: false as const, reason }
    return await this.give(entry, () => matter.reply(denial), 'denied', by)
  }

  /** @throws {HearthError} `agent.*` when it could not be given, `decision.agent_gone` */
  async give(
    entry: Entry,
    reply: () => Promise<ReplyResult>,
    outcome: RequestOutcome,
    by: string | null,
  ): Promise<Receipt> {
    const { after, book, offers, recorder } = this.#parts
    entry.step('apply')
    let result: ReplyResult
    try {
      result = await deliver(reply, after)
    } catch (error) {
      await recorder.undelivered(entry, codeOf(error))
      throw error
    }
    entry.step('done')
    offers.dropRequest(entry.id)
    if (result === 'gone') {
      book.settle(entry, 'withdrawn', null)
      await recorder.undelivered(entry, 'decision.agent_gone')
      throw new HearthError('decision.agent_gone')
    }
    book.settle(entry, outcome, by)
    return { outcome, by }
  }
}
