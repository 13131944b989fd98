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
import type { Offer } from './offers.ts'

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
  paused: boolean
  now: number
}

/**
 * Nonce and request hash, the choice, rights and policy, the clock and the counter, in this order. A denial takes no
 * right, no policy and no host that goes on: it only ever removes. `last`: highest counter seen in this channel.
 * @throws {HearthError} `decision.*`, `host.paused`
 */
export const judge = (decision: Decision, offer: Offer, at: Circumstances, last: number): void => {
  try {
    checkOffer(decision, offer)
    checkAuthority(decision, offer, at)
    checkExpiry(decision, offer, at.now)
    checkCounter(decision, last)
  } catch (error) {
    throw named(error)
  }
}

/** What may have changed while the decision was looked at, once more. @throws {HearthError} `decision.*`, `host.paused` */
export const judgeAgain = (decision: Decision, offer: Offer, at: Circumstances): void => {
  try {
    checkAuthority(decision, offer, at)
    checkExpiry(decision, offer, at.now)
  } catch (error) {
    throw named(error)
  }
}

/** A passkey lifts a device by one class, and never further. */
const checkAuthority = (
  decision: Decision,
  offer: Offer,
  { device, policyEpoch, paused }: Circumstances,
): void => {
  if (decision.choice === 'deny') return
  const { risk, policyEpoch: asked } = offer.frozen.facts
  const ceiling = device.riskMax + (offer.stepUp === null ? 0 : 1)
  if (!device.rights.includes('decide') || risk > ceiling) throw new HearthError('decision.rights')
  if (asked !== policyEpoch) throw new HearthError('decision.policy_epoch')
  if (paused) throw new HearthError('host.paused')
}
