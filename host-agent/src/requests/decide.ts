import { type Decision, fromHex, toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { Choice, type RuleDraft } from '@hearth/shared/session'
import type { DecidingChannel, DecisionExtras, Receipt } from './api.ts'
import type { Channels } from './channels.ts'
import type { Claims } from './claims.ts'
import { type Entry, permissionOf } from './entry.ts'
import type { Offer, Offers } from './offers.ts'
import type { Decider, RequestsOptions } from './options.ts'
import type { Recorder } from './recorder.ts'
import type { Replies } from './replies.ts'
import { checkRule, readRule } from './rule-draft.ts'
import { checkStepUp } from './step-up.ts'
import { isStillTrue } from './truth.ts'
import { authenticate, type Circumstances, judge, judgeAgain } from './verify.ts'

const CHOICES = { 'allow-once': Choice.allowOnce, 'allow-rule': Choice.allowRule, deny: Choice.deny } as const

/** What a device's decision goes through. */
interface DecideParts {
  readonly options: Omit<RequestsOptions, 'audit' | 'after' | 'warn'>
  readonly channels: Channels
  readonly claims: Claims
  readonly offers: Offers
  readonly recorder: Recorder
  readonly replies: Replies
}

/** A decision on its way: what was signed, by whom, and what came with it. */
interface Signed {
  readonly decision: Decision
  readonly bytes: Uint8Array
  readonly channel: DecidingChannel
  readonly extras: DecisionExtras
}

/**
 * The record of the device behind a live channel.
 * @throws {HearthError} `decision.revoked`, `decision.channel`, `host.shut_out`
 */
export const deciderOf = (
  { devices, guard }: Pick<RequestsOptions, 'devices' | 'guard'>,
  channel: DecidingChannel,
): Decider => {
  const device = devices.get(channel.deviceId)
  if (device === null) throw new HearthError('decision.revoked')
  if (!channel.live) throw new HearthError('decision.channel')
  if (guard.isShutOut(channel.deviceId)) throw new HearthError('host.shut_out')
  return device
}

/** Denying takes no right; telling the agent what to do instead, or ending its turn, does. */
const maySpeak = ({ rights }: Decider): boolean => rights.includes('prompt') || rights.includes('decide')

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
      return await claims.run(entry, () => this.#decide(entry, { decision, bytes, channel, extras }))
    } catch (error) {
      recorder.refused(request, bytes, channel, error)
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

  async #decide(entry: Entry, signed: Signed): Promise<Receipt> {
    const matter = permissionOf(entry)
    const { options, channels } = this.#parts
    const { decision, bytes, channel, extras } = signed
    const offer = this.#takeOffer(entry.id, signed)
    const memory = channels.of(channel)
    judge(decision, offer, this.#circumstances(channel), memory.counter)
    memory.counter = decision.counter
    const from = { device: channel.deviceId, bytes, assertion: extras.assertion }
    const assertion = await checkStepUp(options.passkeys, offer, decision, from)
    judgeAgain(decision, offer, this.#circumstances(channel))
    const draft = this.#ruleOf(offer, signed)
    if (decision.choice !== 'deny' && !isStillTrue({ ...matter, frozen: offer.frozen }, options.files))
      throw new HearthError('decision.world_changed')
    // Nothing is recorded of what the agent has taken back meanwhile.
    if (entry.state !== 'deciding') throw new HearthError('decision.agent_gone')
    await this.#record(entry, offer, signed, assertion)
    judgeAgain(decision, offer, this.#circumstances(channel))
    return decision.choice === 'deny'
      ? await this.#deny(entry, signed)
      : await this.#allow(entry, signed, draft)
  }

  /** The rule that the decision makes; null where it makes none. @throws {HearthError} `decision.rule` */
  #ruleOf(offer: Offer, { decision, channel, extras }: Signed): RuleDraft | null {
    if (decision.choice !== 'allow-rule') return null
    const { options } = this.#parts
    const draft = readRule(options.provider, extras.rule, decision.ruleHash)
    checkRule(draft, offer.frozen, { device: deciderOf(options, channel), rules: options.rules })
    return draft
  }

  async #record(
    entry: Entry,
    offer: Offer,
    { decision, bytes, channel, extras }: Signed,
    assertion: string | null,
  ): Promise<void> {
    const { recorder } = this.#parts
    const { rule, stop } = extras
    const made = decision.choice === 'allow-rule' && rule !== undefined
    recorder.answeredOffer(entry.id, offer, channel)
    await recorder.append({
      type: 'decision',
      request: entry.id,
      reqHash: toHex(offer.reqHash),
      device: channel.deviceId,
      choice: CHOICES[decision.choice],
      decision: toHex(bytes),
      ...(made && { rule: Buffer.from(rule).toString('base64url') }),
      ...(assertion !== null && { assertion }),
      ...(decision.choice === 'deny' && stop === true && { stop }),
    })
  }

  /** A rule that could not be kept allows nothing either. */
  async #allow(entry: Entry, { channel }: Signed, draft: RuleDraft | null): Promise<Receipt> {
    const { options, replies } = this.#parts
    const id = channel.deviceId
    if (draft !== null) {
      const { riskMax } = deciderOf(options, channel)
      await options.rules.add(draft, { kind: 'signed', id, riskMax })
      deciderOf(options, channel)
      if (options.guard.paused) throw new HearthError('host.paused')
    }
    return await replies.permission(entry, { allow: true }, { by: id, rule: null })
  }

  async #deny(entry: Entry, { channel, extras }: Signed): Promise<Receipt> {
    const { options, replies } = this.#parts
    const id = channel.deviceId
    const speaks = maySpeak(deciderOf(options, channel))
    const isStop = speaks && extras.stop === true
    // A turn that is to end anyway is not told more.
    const told = { allow: false, reason: speaks ? extras.reason : undefined, isOwn: !isStop } as const
    const receipt = await replies.permission(entry, told, { by: id, rule: null })
    options.guard.denied(entry.session)
    if (isStop) options.stop(entry.session, entry.turn, id)
    return receipt
  }

  #circumstances(channel: DecidingChannel): Circumstances {
    const { options } = this.#parts
    const { devices, guard, now } = options
    const device = deciderOf(options, channel)
    return { device, policyEpoch: devices.policyEpoch, paused: guard.paused, now: now() }
  }

  /** An offer whose nonce was met is used up, whatever becomes of the decision. */
  #takeOffer(request: string, { decision, channel }: Signed): Offer {
    const { offers } = this.#parts
    const offer = offers.find(request, channel.sid)
    if (offer === null || toHex(offer.nonce) !== toHex(decision.nonce))
      throw new HearthError('decision.nonce')
    offers.use(request, channel.sid)
    return offer
  }
}
