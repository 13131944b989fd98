import { requestHash, take, toHex, utf8 } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { Answer, RequestOutcome } from '@hearth/shared/session'
import type { AuditRecord } from '../audit/entry.ts'
import { MAX_AUDIT_TEXT } from '../audit/limits.ts'
import type { Verdict } from '../policy/api.ts'
import type { DecidingChannel } from './api.ts'
import type { Channels } from './channels.ts'
import type { Entry } from './entry.ts'
import { MAX_RECORDED_OFFERS, MAX_RECORDED_REFUSALS } from './limits.ts'
import type { Offer } from './offers.ts'
import type { RequestsOptions } from './options.ts'
import { titleOf } from './title.ts'

type RecorderParts = Pick<RequestsOptions, 'audit' | 'provider'>

/** The code of an error as the record names it. */
export const codeOf = (error: unknown): string =>
  error instanceof HearthError ? error.code : 'host.internal'

/** What the requests room tells the audit. */
export class Recorder {
  readonly #options: RecorderParts
  readonly #channels: Channels

  constructor(options: RecorderParts, channels: Channels) {
    this.#options = options
    this.#channels = channels
  }

  /** Resolves when it is on disk. @throws {HearthError} `decision.audit` */
  async append(record: AuditRecord): Promise<void> {
    await this.#options.audit.append(record)
  }

  /** Records what has happened already: a full disk can't undo it, and nobody waits for it. */
  note(record: AuditRecord): void {
    this.#options.audit.note(record)
  }

  /** What an agent asks for, and what the rules say of it. */
  requestOf({ id, session, turn, agent, matter }: Entry, verdict: Verdict | null): AuditRecord {
    const asks = { type: 'request', request: id, session, turn, agent } as const
    if (matter.kind === 'asked') {
      const { content, title } = matter.asked
      return { ...asks, kind: content.kind, reqHash: null, risk: null, title, policy: null }
    }
    const { facts, bytes } = matter.frozen
    const reqHash = toHex(requestHash(this.#options.provider, bytes))
    const policy = verdict === null ? null : { ...verdict, why: verdict.why.slice(0, MAX_AUDIT_TEXT) }
    return { ...asks, kind: 'permission', reqHash, risk: facts.risk, title: titleOf(facts), policy }
  }

  /** A device may decide; recorded up to a bound per channel. */
  offered(request: string, offer: Offer, channel: DecidingChannel): void {
    const memory = this.#channels.of(channel)
    memory.offers += 1
    if (memory.offers <= MAX_RECORDED_OFFERS) this.#offer(request, offer, channel)
  }

  /** A decision answers this offer; now it is recorded even where that was beyond the bound. */
  answeredOffer(request: string, offer: Offer, channel: DecidingChannel): void {
    if (this.#channels.of(channel).offers > MAX_RECORDED_OFFERS) this.#offer(request, offer, channel)
  }

  #offer(request: string, offer: Offer, channel: DecidingChannel): void {
    const nonceHash = this.#hash(offer.nonce)
    const { expiresAt } = offer
    this.note({ type: 'offer', request, device: channel.deviceId, nonceHash, expiresAt })
  }

  answered(request: string, answer: Answer | null, by: string | null): void {
    const answerHash = answer === null ? null : this.#hash(utf8(JSON.stringify(answer)))
    this.note({ type: 'answer', request, by, answerHash })
  }

  settled(request: string, outcome: RequestOutcome, by: string | null, rule: string | null): void {
    this.note({ type: 'settled', request, outcome, by, rule })
  }

  /** A recorded decision on a permission did not reach the agent. */
  undelivered(entry: Entry, code: string): void {
    if (entry.matter.kind === 'permission') this.note({ type: 'undelivered', request: entry.id, code })
  }

  /** A device's decision was refused; recorded up to a bound per channel. */
  refused(request: string | null, bytes: Uint8Array, channel: DecidingChannel, error: unknown): void {
    if (channel.live) {
      const memory = this.#channels.of(channel)
      memory.refusals += 1
      if (memory.refusals > MAX_RECORDED_REFUSALS) return
    }
    const decision = bytes instanceof Uint8Array && bytes.length === 320 ? toHex(bytes) : null
    this.note({ type: 'refused', request, device: channel.deviceId, code: codeOf(error), decision })
  }

  #hash(bytes: Uint8Array): string {
    return toHex(take(this.#options.provider.sha512(bytes), 0, 32))
  }
}
