import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  randomBytes as nodeRandom,
  sign,
  verify,
} from 'node:crypto'
import { assertBytes, concat, take } from '../bytes.ts'
import { CryptoError } from '../errors.ts'
import { assertShared, isStrictSignature } from '../strict.ts'
import { fromHex } from '../text.ts'
import { PKCS8_ED25519, PKCS8_X25519 } from './der.ts'
import type { DhKey, RandomSource, RawKeyProvider, SignKey } from './provider.ts'
import { secretbox } from './symmetric.ts'
import { Vault } from './vault.ts'

const SPKI_X25519 = fromHex('302a300506032b656e032100')
const SPKI_ED25519 = fromHex('302a300506032b6570032100')
const HASH_LENGTH = 64

const vault = new Vault<DhKey | SignKey, KeyObject>()

const plain = (buffer: Uint8Array) => take(buffer, 0, buffer.length)

function privateKey(prefix: Uint8Array, raw: Uint8Array): KeyObject {
  assertBytes(raw, 32, 'secret key')
  return createPrivateKey({ key: Buffer.from(concat(prefix, raw)), format: 'der', type: 'pkcs8' })
}

function publicKey(prefix: Uint8Array, raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(concat(prefix, raw)), format: 'der', type: 'spki' })
}

function rawPublic(key: KeyObject): Uint8Array {
  return plain(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))
}

function rawSecret(handle: DhKey | SignKey): Uint8Array {
  return plain(vault.get(handle).export({ format: 'der', type: 'pkcs8' }).subarray(-32))
}

function importDh(secret: Uint8Array): DhKey {
  const key = privateKey(PKCS8_X25519, secret)
  return vault.put({ kind: 'x25519', publicKey: rawPublic(key) }, key)
}

function importSigning(seed: Uint8Array): SignKey {
  const key = privateKey(PKCS8_ED25519, seed)
  return vault.put({ kind: 'ed25519', publicKey: rawPublic(key) }, key)
}

function hmac(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  const mac = createHmac('sha512', key)
  for (const part of parts) mac.update(part)
  return plain(mac.digest())
}

function hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  assertBytes(prk, HASH_LENGTH, 'prk')
  assertBytes(info, undefined, 'info')
  let block: Uint8Array = new Uint8Array(0)
  const out: Uint8Array[] = []
  for (let i = 1; out.length * HASH_LENGTH < length; i++) {
    block = hmac(prk, block, info, Uint8Array.of(i))
    out.push(block)
  }
  return take(concat(...out), 0, length)
}

/** The host's provider: node:crypto for curves, hashes and HKDF (same bytes, far faster), tweetnacl's cipher. */
export function createNodeProvider(
  randomBytes: RandomSource = (length) => plain(nodeRandom(length)),
): RawKeyProvider {
  const generateDh = async () => importDh(randomBytes(32))
  return {
    name: 'node',
    randomBytes,
    sha512(data) {
      assertBytes(data)
      return plain(createHash('sha512').update(data).digest())
    },
    hkdfExtract(salt, ikm) {
      assertBytes(salt, undefined, 'salt')
      assertBytes(ikm, undefined, 'ikm')
      return hmac(salt, ikm)
    },
    hkdfExpand,
    ...secretbox,
    generateStatic: generateDh,
    generateEphemeral: generateDh,
    generateSigning: async () => importSigning(randomBytes(32)),
    async dh(key, peer) {
      assertBytes(peer, 32, 'X25519 key')
      const own = vault.get(key)
      try {
        return assertShared(
          plain(diffieHellman({ privateKey: own, publicKey: publicKey(SPKI_X25519, peer) })),
        )
      } catch {
        throw new CryptoError('low_order')
      }
    },
    async sign(key, message) {
      assertBytes(message)
      return plain(sign(null, message, vault.get(key)))
    },
    async verify(signer, signature, message) {
      assertBytes(message)
      if (!isStrictSignature(signer, signature)) return false
      try {
        return verify(null, message, publicKey(SPKI_ED25519, signer), signature)
      } catch {
        return false
      }
    },
    forget(key) {
      vault.drop(key)
    },
    importDh,
    exportDh: rawSecret,
    importSigning,
    exportSigning: rawSecret,
  }
}
