import { fromHex, stepUpChallenge } from '@hearth/shared/crypto'
import type { AuditLine } from './entry.ts'

type Passkey = Extract<AuditLine, { type: 'passkey' }>

/**
 * Verifies a passkey's answer to a decision once more, by the key that was recorded when it was registered. Why it is
 * not to be believed, a clause, or null. `find` gives the passkey of the decision's device by its id.
 */
export const verifyAssertion = async (
  assertion: string,
  decision: Uint8Array,
  find: (id: string) => Passkey | null,
): Promise<string | null> => {
  // Loaded only where a log has one: few have, and every command would pay for it.
  const { credentialOf, openAssertion } = await import('../passkeys/webauthn.ts')
  const id = credentialOf(assertion)
  const passkey = id === null ? null : find(id)
  if (id === null || passkey === null) return 'has an answer of a passkey that its device had not'
  const { publicKey, site, device, t } = passkey
  if (publicKey === null || site === undefined) return null
  const challenge = await stepUpChallenge(decision)
  const row = {
    ...site,
    id,
    device,
    publicKey: fromHex(publicKey),
    counter: 0,
    createdAt: t,
    lastUsedAt: null,
  }
  return (await openAssertion(assertion, challenge, row)) === null
    ? 'has an answer of a passkey that does not check out'
    : null
}
