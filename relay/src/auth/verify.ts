import { createPublicKey, verify } from 'node:crypto'

/** X.509 header of a raw Ed25519 public key (RFC 8410). */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')

/** The one thing of cryptography that the relay does: check a login's signature. Strictness is the caller’s. */
export const ed25519 = {
  verify: async (publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> => {
    const der = Buffer.concat([SPKI_ED25519, publicKey])
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  },
}
