import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha512 } from '@noble/hashes/sha2.js'
import nacl from 'tweetnacl'
import { assertBytes } from '../bytes.ts'
import type { CryptoProvider } from './provider.ts'

type Secretbox = Pick<CryptoProvider, 'secretboxSeal' | 'secretboxOpen'>
type Hkdf = Pick<CryptoProvider, 'hkdfExtract' | 'hkdfExpand'>

/** XSalsa20-Poly1305 by tweetnacl: the cipher of every provider. */
export const secretbox: Secretbox = {
  secretboxSeal(key, nonce, plaintext) {
    assertBytes(key, nacl.secretbox.keyLength, 'key')
    assertBytes(nonce, nacl.secretbox.nonceLength, 'nonce')
    assertBytes(plaintext, undefined, 'plaintext')
    return nacl.secretbox(plaintext, nonce, key)
  },
  secretboxOpen(key, nonce, box) {
    assertBytes(key, nacl.secretbox.keyLength, 'key')
    assertBytes(nonce, nacl.secretbox.nonceLength, 'nonce')
    assertBytes(box, undefined, 'box')
    return nacl.secretbox.open(box, nonce, key) ?? undefined
  },
}

/** HKDF-SHA-512 by @noble/hashes, for the providers without a synchronous native one. */
export const hkdf: Hkdf = {
  hkdfExtract(salt, ikm) {
    assertBytes(salt, undefined, 'salt')
    assertBytes(ikm, undefined, 'ikm')
    return extract(sha512, ikm, salt)
  },
  hkdfExpand(prk, info, length) {
    assertBytes(prk, 64, 'prk')
    assertBytes(info, undefined, 'info')
    return expand(sha512, prk, info, length)
  },
}
