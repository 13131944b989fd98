import { concat } from '../crypto/bytes.ts'
import { PKCS8_ED25519, PKCS8_X25519 } from '../crypto/provider/der.ts'
import type { RandomSource, RawKeyProvider } from '../crypto/provider/provider.ts'
import type { StoredWebKey, WebKeyMaker } from '../crypto/provider/web.ts'

/**
 * Makes WebCrypto keys from given secrets, still non-extractable, so that vectors run on the web provider too.
 * `names` computes the public halves. For tests only: a browser's keys never exist as raw bytes.
 */
export function rawKeyMaker(source: RandomSource, names: RawKeyProvider): WebKeyMaker {
  const make = async (
    kind: StoredWebKey['kind'],
    prefix: Uint8Array,
    usages: KeyUsage[],
  ): Promise<StoredWebKey> => {
    const raw = source(32)
    const der = new Uint8Array(concat(prefix, raw))
    const algorithm = kind === 'x25519' ? 'X25519' : 'Ed25519'
    const privateKey = await crypto.subtle.importKey('pkcs8', der, algorithm, false, usages)
    const { publicKey } = kind === 'x25519' ? names.importDh(raw) : names.importSigning(raw)
    return { kind, publicKey, privateKey }
  }
  return {
    dh: () => make('x25519', PKCS8_X25519, ['deriveBits']),
    signing: () => make('ed25519', PKCS8_ED25519, ['sign']),
  }
}
