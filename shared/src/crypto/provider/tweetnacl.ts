import nacl from 'tweetnacl'
import { assertBytes, take, wipe } from '../bytes.ts'
import { assertShared, isStrictSignature } from '../strict.ts'
import type { DhKey, RandomSource, RawKeyProvider, SignKey } from './provider.ts'
import { hkdf, secretbox } from './symmetric.ts'
import { Vault } from './vault.ts'

const vault = new Vault<DhKey | SignKey, Uint8Array>()

function importDh(secret: Uint8Array): DhKey {
  assertBytes(secret, 32, 'X25519 secret')
  const own = take(secret, 0, 32)
  return vault.put({ kind: 'x25519', publicKey: nacl.scalarMult.base(own) }, own)
}

function importSigning(seed: Uint8Array): SignKey {
  assertBytes(seed, 32, 'Ed25519 seed')
  const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(take(seed, 0, 32))
  return vault.put({ kind: 'ed25519', publicKey }, secretKey)
}

/** The reference provider: tweetnacl for curves, ciphers and hashes. Slow on curves, runs anywhere. */
export function createTweetnaclProvider(randomBytes: RandomSource = nacl.randomBytes): RawKeyProvider {
  const generateDh = async () => importDh(randomBytes(32))
  return {
    name: 'tweetnacl',
    randomBytes,
    sha512(data) {
      assertBytes(data)
      return nacl.hash(data)
    },
    ...hkdf,
    ...secretbox,
    generateStatic: generateDh,
    generateEphemeral: generateDh,
    generateSigning: async () => importSigning(randomBytes(32)),
    async dh(key, peer) {
      assertBytes(peer, 32, 'X25519 key')
      return assertShared(nacl.scalarMult(vault.get(key), peer))
    },
    async sign(key, message) {
      assertBytes(message)
      return nacl.sign.detached(message, vault.get(key))
    },
    async verify(publicKey, signature, message) {
      assertBytes(message)
      if (!isStrictSignature(publicKey, signature)) return false
      return nacl.sign.detached.verify(message, signature, publicKey)
    },
    forget(key) {
      const secret = vault.drop(key)
      if (secret !== undefined) wipe(secret)
    },
    importDh,
    exportDh: (key) => take(vault.get(key), 0, 32),
    importSigning,
    exportSigning: (key) => take(vault.get(key), 0, 32),
  }
}
