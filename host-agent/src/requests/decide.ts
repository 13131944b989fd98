import { type Decision, fromHex, toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { Choice } from '@hearth/shared/session'
import type { DecidingChannel, DecisionExtras, Receipt } from './api.ts'
import type { Channels } from './channels.ts'
import type { Claims } from './claims.ts'
import { type Entry, permissionOf } from './entry.ts'
import type { Offer, Offers } from './offers.ts'
import type { Decider, RequestsOptions } from './options.ts'
import type { Recorder } from './recorder.ts'
import type { Replies } from './replies.ts'
import { authenticate, judge } from './verify.ts'

const CHOICES = { 'allow-once': Choice.allowOnce, 'allow-rule': Choice.allowRule, deny: Choice.deny } as const

/** What a device's decision goes through. */
interface DecideParts {
  readonly options: Pick<RequestsOptions, 'provider' | 'host' | 'devices' | 'files' | 'now'>
  readonly channels: Channels
  readonly claims: Claims
  readonly offers: Offers
  readonly recorder: Recorder
  readonly replies: Replies
}

/** The record of the device behind a live channel. @throws {HearthError} `decision.revoked`, `decision.channel` */
export const deciderOf = (
  { devices }: Pick<RequestsOptions, 'devices'>,
  channel: DecidingChannel,
): Decider => {
  const device = devices.get(channel.deviceId)
  if (device === null) throw new HearthError('decision.revoked')
  if (!channel.live) throw new HearthError('decision.channel')
  return device
}

/** The way of a signed decision from its channel to the agent (docs/protocol.md, "Decisions"). */
export class Deciding {
  readonly #parts: DecideParts

  constructor(parts: DecideParts) {
    this.#parts = parts
  }

  /** Verifies in the protocol's order and applies. Any failure changes nothing but the audit. */
  async decide(bytes: Uint8Array, channel: DecidingChannel, extras: DecisionExtras): Promise<Receipt> {
    const { claims, recorder } = this.#parts
    let request: string | null = null
    try {
      const decision = await this.#authenticate(bytes, channel)
      request = toHex(decision.reqId)
      const entry = await claims.claim(request)
      return await claims.run(entry, () => this.#decide(entry, decision, bytes, channel, extras.reason))
    } catch (error) {
      await recorder.refused(request, bytes, channel, error)
      throw error
    }
  }

  async #authenticate(bytes: Uint8Array, channel: DecidingChannel): Promise<Decision> {
    const { options } = this.#parts
    const { signKey } = deciderOf(options, channel)
    const deviceId = fromHex(channel.deviceId)
    const decision = await authenticate(options.provider, bytes, {
      hostId: options.host.id,
      deviceId,
      sid: channel.sid,
      signKey,
    })
    deciderOf(options, channel)
    return decision
  }

  async #decide(
    entry: Entry,
    decision: Decision,
    bytes: Uint8Array,
    channel: DecidingChannel,
    reason: string | undefined,
  ): Promise<Receipt> {
    permissionOf(entry)
    const { options, channels, recorder, replies } = this.#parts
    const offer = this.#takeOffer(entry.id, decision, channel)
    const memory = channels.of(channel)
    judge(decision, offer, {
      device: deciderOf(options, channel),
      policyEpoch: options.devices.policyEpoch,
      now: options.now(),
      lastCounter: memory.counter,
      files: options.files,
    })
    memory.counter = decision.counter
    await recorder.append({
      type: 'decision',
      request: entry.id,
      reqHash: toHex(offer.reqHash),
      device: channel.deviceId,
      choice: CHOICES[decision.choice],
      decision: toHex(bytes),
    })
    const { rights } = deciderOf(options, channel)
    if (decision.choice !== 'deny') return await replies.permission(entry, { allow: true }, channel.deviceId)
    // A reason is something said to the agent: denying takes no right, telling it what to do instead does.
    const said = rights.includes('prompt') || rights.includes('decide') ? reason : undefined
    return await replies.permission(entry, { allow: false, reason: said }, channel.deviceId)
  }

  /** An offer whose nonce was met is used up, whatever becomes of the decision. */
  #takeOffer(request: string, decision: Decision, channel: DecidingChannel): Offer {
    const { offers } = this.#parts
    const offer = offers.find(request, channel.sid)
    if (offer === null || toHex(offer.nonce) !== toHex(decision.nonce))
      throw new HearthError('decision.nonce')
    offers.use(request, channel.sid)
    return offer
  }
}
