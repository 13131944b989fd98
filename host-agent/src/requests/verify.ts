import {
  CryptoError,
  type CryptoErrorCode,
  type CryptoProvider,
  checkCounter,
  checkExpiry,
  checkOffer,
  type Decision,
  type DecisionBinding,
  openDecision,
} from '@hearth/shared/crypto'
import { type ErrorCode, HearthError, type Right } from '@hearth/shared/protocol'
import type { Files } from './files.ts'
import type { Offer } from './offers.ts'
import { sameWorld } from './world.ts'

/** The wire's code for each refusal of the crypto room that a decision can meet. */
const CODES: Partial<Record<CryptoErrorCode, ErrorCode>> = {
  type: 'decision.length',
  length: 'decision.length',
  label: 'decision.label',
  host_id: 'decision.host',
  device_id: 'decision.device',
  sid: 'decision.sid',
  small_order: 'decision.signature',
  malleable: 'decision.signature',
  signature: 'decision.signature',
  choice: 'decision.not_offered',
  step_up: 'decision.reserved',
  reserved: 'decision.reserved',
  rule: 'decision.reserved',
  range: 'decision.reserved',
  req_id: 'decision.nonce',
  nonce: 'decision.nonce',
  hash: 'decision.request_hash',
  not_offered: 'decision.not_offered',
  expiry: 'decision.expiry',
  expired: 'decision.expired',
  counter: 'decision.counter',
}

/** A refusal of the crypto room as the wire names it; anything else stays what it is. */
const named = (error: unknown): unknown => {
  const code = error instanceof CryptoError ? CODES[error.code] : undefined
  return code === undefined ? error : new HearthError(code)
}

/** Length, label, host, device, channel, signature and fields, in this order. @throws {HearthError} `decision.*` */
export const authenticate = async (
  provider: CryptoProvider,
  bytes: Uint8Array,
  binding: DecisionBinding,
): Promise<Decision> => {
  try {
    return await openDecision(provider, bytes, binding)
  } catch (error) {
    throw named(error)
  }
}

/** What the host knows when it judges an authentic decision. */
export interface Circumstances {
  /** The device's own, from the host's record. */
  device: { rights: readonly Right[]; riskMax: number }
  policyEpoch: number
  now: number
  /** Highest counter seen in this channel. */
  lastCounter: number
  files: Files
}

/**
 * Nonce and request hash, the choice, rights and policy, the clock, the counter, step-up, and the world, in this
 * order. A denial takes no right, no policy and no unchanged world: it only ever removes.
 * @throws {HearthError} `decision.*`
 */
export const judge = (decision: Decision, offer: Offer, at: Circumstances): void => {
  const allows = decision.choice !== 'deny'
  try {
    checkOffer(decision, offer)
    if (allows) checkRights(offer, at)
    checkExpiry(decision, offer, at.now)
    checkCounter(decision, at.lastCounter)
  } catch (error) {
    throw named(error)
  }
  if (decision.stepUp !== 'none') throw new HearthError('decision.reserved')
  if (allows && !sameWorld(offer.frozen.world, at.files)) throw new HearthError('decision.world_changed')
}

const checkRights = (offer: Offer, { device, policyEpoch }: Circumstances): void => {
  const { risk, policyEpoch: asked } = offer.frozen.facts
  if (!device.rights.includes('decide') || risk > device.riskMax) throw new HearthError('decision.rights')
  if (asked !== policyEpoch) throw new HearthError('decision.policy_epoch')
}
