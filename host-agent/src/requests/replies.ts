import { HearthError } from '@hearth/shared/protocol'
import type { RequestOutcome } from '@hearth/shared/session'
import type { ReplyResult } from '../agents/driver.ts'
import type { Receipt } from './api.ts'
import { type After, type Delivery, deliver } from './deliver.ts'
import { type Entry, permissionOf } from './entry.ts'
import type { Offers } from './offers.ts'
import type { RequestsOptions } from './options.ts'
import { codeOf, type Recorder } from './recorder.ts'
import type { RequestBook } from './table.ts'
import { titleOf } from './title.ts'
import { aboutDenied } from './words.ts'

interface ReplyParts {
  readonly options: Pick<RequestsOptions, 'rules'>
  readonly after: After
  readonly book: RequestBook
  readonly offers: Offers
  readonly recorder: Recorder
  readonly say: RequestsOptions['say']
}

/** Who or what decided: a device, a rule, or with neither the owner at the host or the host itself. */
export interface Source {
  readonly by: string | null
  readonly rule: string | null
}

/** What is told to the agent of a permission. `reason`: in words, a person's own where `isOwn`. */
export type Told =
  | { readonly allow: true }
  | { readonly allow: false; readonly reason: string | undefined; readonly isOwn: boolean }

/** Gives what was decided to the agent, and settles the request by how the agent took it. */
export class Replies {
  readonly #parts: ReplyParts

  constructor(parts: ReplyParts) {
    this.#parts = parts
  }

  /** Allows or denies the frozen request. @throws as `give` does */
  async permission(entry: Entry, told: Told, source: Source): Promise<Receipt> {
    const matter = permissionOf(entry)
    if (told.allow) return await this.give(entry, () => matter.reply({ allow: true }), 'allowed', source)
    const { reason, isOwn } = told
    const denial = reason === undefined ? { allow: false as const } : { allow: false as const, reason }
    const words =
      isOwn && reason !== undefined ? aboutDenied(titleOf(matter.frozen.facts), reason) : undefined
    return await this.give(entry, () => matter.reply(denial), 'denied', source, words)
  }

  /** Turns a request down, of whatever kind. @throws as `give` does */
  async turnDown(entry: Entry, reason: string, source: Source): Promise<Receipt> {
    const { matter } = entry
    if (matter.kind === 'permission')
      return await this.permission(entry, { allow: false, reason, isOwn: false }, source)
    return await this.give(entry, () => matter.asked.reply(null), 'denied', source)
  }

  /**
   * `words`: what a person said with it; an agent that has no place for them gets them as a prompt that steers.
   * @throws {HearthError} `agent.*` when it could not be given, `decision.agent_gone`
   */
  async give(
    entry: Entry,
    reply: () => Promise<ReplyResult>,
    outcome: RequestOutcome,
    { by, rule }: Source,
    words?: string,
  ): Promise<Receipt> {
    const { after, recorder, say } = this.#parts
    entry.step('apply')
    let result: Delivery
    try {
      result = await deliver(reply, after)
    } catch (error) {
      recorder.undelivered(entry, codeOf(error))
      throw error
    }
    entry.step('done')
    if (result === 'gone') {
      this.settle(entry, 'withdrawn', { by: null, rule: null })
      recorder.undelivered(entry, 'decision.agent_gone')
      throw new HearthError('decision.agent_gone')
    }
    const settled = result === 'unknown' ? 'unknown' : outcome
    this.settle(entry, settled, { by, rule })
    if (result === 'unknown') recorder.undelivered(entry, 'agent.unresponsive')
    if (result === 'unsaid' && words !== undefined) say(entry.session, words, by)
    return { outcome: settled, by }
  }

  /** It is over: the turn hears it, then people do. */
  settle(entry: Entry, outcome: RequestOutcome, { by, rule }: Source): void {
    const { book, offers, recorder, options } = this.#parts
    offers.dropRequest(entry.id)
    book.settle(entry, outcome, by, rule)
    recorder.settled(entry.id, outcome, by, rule)
    const { matter } = entry
    if (matter.kind !== 'permission') return
    // What people were shown is remembered already.
    if (!entry.isShown) options.rules.remember(matter.frozen.matter, titleOf(matter.frozen.facts))
    options.rules.outcome(entry.id, outcome)
  }
}
