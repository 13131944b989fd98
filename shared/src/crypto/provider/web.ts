import { sha512 } from '@noble/hashes/sha2.js'
import { assertBytes, take } from '../bytes.ts'
import { CryptoError } from '../errors.ts'
import { assertShared, isStrictSignature } from '../strict.ts'
import type { CryptoProvider, DhKey, RandomSource, SignKey } from './provider.ts'
import { hkdf, secretbox } from './symmetric.ts'
import { Vault } from './vault.ts'

/** What a browser keeps in IndexedDB for one key: structured-cloneable, its secret not readable by script. */
export interface StoredWebKey {
  readonly kind: 'x25519' | 'ed25519'
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey
}

/** Makes key pairs; replaced in tests that need given secrets. */
export interface WebKeyMaker {
  dh(): Promise<StoredWebKey>
  signing(): Promise<StoredWebKey>
}

/** Provider whose long-lived keys are non-extractable CryptoKeys. */
export interface WebProvider extends CryptoProvider {
  /** Throws `type` when the record is extractable or of another algorithm. */
  restoreDh(stored: StoredWebKey): DhKey
  restoreSigning(stored: StoredWebKey): SignKey
  store(key: DhKey | SignKey): StoredWebKey
}

const RANDOM_CHUNK = 65_536

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

function webRandom(length: number): Uint8Array {
  const out = new Uint8Array(length)
  for (let at = 0; at < length; at += RANDOM_CHUNK) {
    globalThis.crypto.getRandomValues(out.subarray(at, at + RANDOM_CHUNK))
  }
  return out
}

async function generate(subtle: SubtleCrypto, kind: StoredWebKey['kind']): Promise<StoredWebKey> {
  const algorithm = kind === 'x25519' ? 'X25519' : 'Ed25519'
  const usages: KeyUsage[] = kind === 'x25519' ? ['deriveBits'] : ['sign', 'verify']
  const pair = await subtle.generateKey(algorithm, false, usages)
  if (!('privateKey' in pair)) throw new CryptoError('type', 'key pair')
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  return { kind, publicKey, privateKey: pair.privateKey }
}

function assertStored(stored: StoredWebKey, kind: StoredWebKey['kind']): void {
  assertBytes(stored.publicKey, 32, 'public key')
  const fits = stored.kind === kind && stored.privateKey.algorithm.name.toLowerCase() === kind
  if (!fits || stored.privateKey.extractable) throw new CryptoError('type', 'stored key')
}

/**
 * The browser's provider: WebCrypto curves on non-extractable keys, @noble/hashes for hashes (frames must not
 * wait for a promise), tweetnacl's cipher. Needs X25519 and Ed25519 in WebCrypto (docs/protocol.md, "Keys").
 */
export function createWebProvider(
  randomBytes: RandomSource = webRandom,
  subtle: SubtleCrypto = globalThis.crypto.subtle,
  maker: WebKeyMaker = { dh: () => generate(subtle, 'x25519'), signing: () => generate(subtle, 'ed25519') },
): WebProvider {
  const vault = new Vault<DhKey | SignKey, CryptoKey>()
  const restoreDh = (stored: StoredWebKey): DhKey => {
    assertStored(stored, 'x25519')
    return vault.put({ kind: 'x25519', publicKey: take(stored.publicKey, 0, 32) }, stored.privateKey)
  }
  const restoreSigning = (stored: StoredWebKey): SignKey => {
    assertStored(stored, 'ed25519')
    return vault.put({ kind: 'ed25519', publicKey: take(stored.publicKey, 0, 32) }, stored.privateKey)
  }
  const generateDh = async () => restoreDh(await maker.dh())
  return {
    name: 'web',
    randomBytes,
    sha512(data) {
      assertBytes(data)
      return sha512(data)
    },
    ...hkdf,
    ...secretbox,
    generateStatic: generateDh,
    generateEphemeral: generateDh,
    generateSigning: async () => restoreSigning(await maker.signing()),
    async dh(key, peer) {
      assertBytes(peer, 32, 'X25519 key')
      const own = vault.get(key)
      try {
        const point = await subtle.importKey('raw', copy(peer), 'X25519', false, [])
        const bits = await subtle.deriveBits({ name: 'X25519', public: point }, own, 256)
        return assertShared(new Uint8Array(bits))
      } catch {
        throw new CryptoError('low_order')
      }
    },
    async sign(key, message) {
      assertBytes(message)
      return new Uint8Array(await subtle.sign('Ed25519', vault.get(key), copy(message)))
    },
    async verify(signer, signature, message) {
      assertBytes(message)
      if (!isStrictSignature(signer, signature)) return false
      try {
        const key = await subtle.importKey('raw', copy(signer), 'Ed25519', false, ['verify'])
        return await subtle.verify('Ed25519', key, copy(signature), copy(message))
      } catch {
        return false
      }
    },
    forget(key) {
      vault.drop(key)
    },
    restoreDh,
    restoreSigning,
    store: (key) => ({ kind: key.kind, publicKey: take(key.publicKey, 0, 32), privateKey: vault.get(key) }),
  }
}
