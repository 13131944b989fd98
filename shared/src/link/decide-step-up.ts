import { concat, DECISION_BODY, utf8 } from '../crypto/index.ts'
import { HearthError } from '../protocol/index.ts'
import type { Clock } from './clock.ts'

const LABEL = 'hearth1/stepup'

/**
 * Has the person confirm with a passkey: takes the 32 bytes of the challenge and the ids (base64url) of the credentials
 * that will do; gives the browser's assertion as JSON. @throws {HearthError} `passkey.cancelled`
 */
export type Confirm = (challenge: Uint8Array, credentials: readonly string[]) => Promise<string>

/** What a passkey signs for a decision: SHA-256 of the label and the 256 bytes that the device has signed. */
export const stepUpChallenge = async (decision: Uint8Array): Promise<Uint8Array> => {
  const signed = concat(utf8(LABEL), decision.subarray(0, DECISION_BODY))
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(signed)))
}

/** The person's assertion for a decision, if it comes in time (ms). @throws {HearthError} `decision.expired`, `passkey.cancelled` */
export const confirmed = async (
  confirm: Confirm,
  { decision, credentials }: { decision: Uint8Array; credentials: readonly string[] },
  { clock, timeout }: { clock: Clock; timeout: number },
): Promise<string> => {
  const challenge = await stepUpChallenge(decision)
  return new Promise((resolve, reject) => {
    const cancel = clock.after(timeout, () => reject(new HearthError('decision.expired')))
    confirm(challenge, credentials).then(resolve, reject).finally(cancel)
  })
}
