import nacl from 'tweetnacl'
import { toHex } from '../crypto/text.ts'
import type { RelayIdentity } from '../transport/types.ts'

/** A relay identity with its name in hex, for tests. */
export interface TestRelayIdentity extends RelayIdentity {
  readonly key: string
}

/** A new relay key pair. */
export const newRelayIdentity = (): TestRelayIdentity => {
  const pair = nacl.sign.keyPair()
  return {
    publicKey: pair.publicKey,
    key: toHex(pair.publicKey),
    sign: async (statement) => nacl.sign.detached(statement, pair.secretKey),
  }
}
