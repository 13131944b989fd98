import { assertBytes, concat, equal, take } from './bytes.ts'
import {
  type Choice,
  DECISION_BODY,
  DECISION_LABEL,
  DECISION_LENGTH,
  type Decision,
  decisionLabel,
  decodeDecision,
  encodeDecision,
} from './decision-layout.ts'
import { CryptoError } from './errors.ts'
import type { CryptoProvider, SignKey } from './provider/provider.ts'
import { signLabelled, verifyLabelled } from './strict.ts'

/** Signs a decision with the device's A. 320 bytes. Throws like `encodeDecision`. */
export async function signDecision(
  provider: CryptoProvider,
  key: SignKey,
  decision: Decision,
): Promise<Uint8Array> {
  const body = encodeDecision(decision)
  return concat(body, await signLabelled(provider, key, DECISION_LABEL, body))
}

/** Whom a decision must come from and go to, all from the host's own record of the channel. */
export interface DecisionBinding {
  readonly hostId: Uint8Array
  readonly deviceId: Uint8Array
  readonly sid: Uint8Array
  /** The device's A. */
  readonly signKey: Uint8Array
}

/**
 * The checks that need no state of the host, in order: `type`, `length`, `label`, `host_id`, `device_id`,
 * `sid`, then the signature (`small_order`, `malleable`, `signature`), then the fields behind it (`choice`,
 * `step_up`, `reserved`, `rule`, `range`). What it returns is authentic, not yet acceptable: `checkOffer` and
 * `checkCounter` follow once the pending request was claimed.
 */
export async function openDecision(
  provider: CryptoProvider,
  bytes: Uint8Array,
  binding: DecisionBinding,
): Promise<Decision> {
  assertBytes(bytes, DECISION_LENGTH, 'decision')
  const own = take(bytes, 0, DECISION_LENGTH)
  assertField(own, 0, decisionLabel(), 'label')
  assertField(own, 16, binding.hostId, 'host_id')
  assertField(own, 32, binding.deviceId, 'device_id')
  assertField(own, 48, binding.sid, 'sid')
  const body = take(own, 0, DECISION_BODY)
  const signature = take(own, DECISION_BODY, DECISION_LENGTH)
  await verifyLabelled(provider, binding.signKey, DECISION_LABEL, body, signature)
  return decodeDecision(body)
}

function assertField(
  bytes: Uint8Array,
  at: number,
  want: Uint8Array,
  code: 'label' | 'host_id' | 'device_id' | 'sid',
): void {
  if (!equal(bytes.subarray(at, at + want.length), want)) throw new CryptoError(code, 'decision')
}

/** The host's memory of one offer to one channel. */
export interface LiveOffer {
  /** 16 bytes. */
  readonly reqId: Uint8Array
  /** 32 bytes. */
  readonly nonce: Uint8Array
  /** 64 bytes, of the frozen request bytes. */
  readonly reqHash: Uint8Array
  readonly choices: readonly Choice[]
  /** Host clock, ms. */
  readonly expiresAt: number
}

/** Throws `req_id`, `nonce`, `hash` or `not_offered`, in this order. Deny is on offer always. */
export function checkOffer(decision: Decision, offer: LiveOffer): void {
  if (!equal(decision.reqId, offer.reqId)) throw new CryptoError('req_id')
  if (!equal(decision.nonce, offer.nonce)) throw new CryptoError('nonce')
  if (!equal(decision.reqHash, offer.reqHash)) throw new CryptoError('hash')
  if (decision.choice !== 'deny' && !offer.choices.includes(decision.choice)) {
    throw new CryptoError('not_offered')
  }
}

/** Throws `expiry` when the device signed another expiry, `expired` when host time `now` (ms) reached it. */
export function checkExpiry(decision: Decision, offer: LiveOffer, now: number): void {
  if (decision.expiresAt !== offer.expiresAt) throw new CryptoError('expiry')
  if (now >= offer.expiresAt) throw new CryptoError('expired', 'offer')
}

/** `last` is the highest counter accepted in this channel, 0 at first. Throws `counter`. */
export function checkCounter(decision: Decision, last: number): void {
  if (decision.counter <= last) throw new CryptoError('counter')
}

/** Hash of the request bytes exactly as sent; never of anything re-serialised. */
export function requestHash(provider: CryptoProvider, request: Uint8Array): Uint8Array {
  assertBytes(request, undefined, 'request')
  return provider.sha512(request)
}
