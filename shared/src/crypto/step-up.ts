import { assertBytes, concat, utf8 } from './bytes.ts'
import { DECISION_BODY } from './decision-layout.ts'

const LABEL = utf8('hearth1/stepup')

/**
 * The WebAuthn challenge of a decision: SHA-256 over the label and the 256 bytes that are signed, so that an assertion
 * stands for this one decision and no other (docs/protocol.md, "Step-up"). Takes the 256 or all 320 bytes; gives 32.
 */
export const stepUpChallenge = async (decision: Uint8Array): Promise<Uint8Array> => {
  assertBytes(decision, undefined, 'decision')
  const body = decision.subarray(0, DECISION_BODY)
  assertBytes(body, DECISION_BODY, 'decision')
  const message = new Uint8Array(concat(LABEL, body))
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', message))
}
