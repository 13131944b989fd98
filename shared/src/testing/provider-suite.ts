import { describe, expect, it } from 'vitest'
import { concat, take, utf8 } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/provider/provider.ts'
import { createTweetnaclProvider } from '../crypto/provider/tweetnacl.ts'
import { SMALL_ORDER_KEYS } from '../crypto/strict.ts'
import { fromHex, toHex } from '../crypto/text.ts'
import { refusal } from './crypto-cast.ts'

/** The X25519 points of low order, without their sign bit. */
export const LOW_ORDER_POINTS: readonly Uint8Array[] = [
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].map(fromHex)

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

/** The same signature with L added to its scalar: lax verifiers take it for another one. */
export function malleated(signature: Uint8Array): Uint8Array {
  let scalar = ORDER
  for (let i = 31; i >= 0; i--) scalar += BigInt(signature[32 + i] ?? 0) << BigInt(8 * i)
  const out = take(signature, 0, 64)
  for (let i = 0; i < 32; i++) out[32 + i] = Number((scalar >> BigInt(8 * i)) & 0xffn)
  return out
}

/** A point with its sign bit set: X25519 ignores the bit. */
export function withSignBit(point: Uint8Array): Uint8Array {
  return concat(take(point, 0, 31), Uint8Array.of((point[31] ?? 0) | 0x80))
}

/** What every CryptoProvider promises, with tweetnacl as the reference for bytes. */
export function providerSuite(provider: CryptoProvider): void {
  const reference = createTweetnaclProvider()
  const message = utf8('a message')

  describe(`provider: ${provider.name}`, () => {
    it('draws as many random bytes as asked, never the same', () => {
      expect(provider.randomBytes(100_000)).toHaveLength(100_000)
      expect(provider.randomBytes(32)).not.toEqual(provider.randomBytes(32))
    })

    it('hashes like the reference', () => {
      expect(provider.sha512(message)).toEqual(reference.sha512(message))
    })

    it('derives like the reference, at every length', () => {
      const prk = provider.hkdfExtract(utf8('salt'), message)
      expect(prk).toEqual(reference.hkdfExtract(utf8('salt'), message))
      for (const length of [1, 32, 64, 65, 200]) {
        const derived = provider.hkdfExpand(prk, utf8('info'), length)
        expect(derived).toEqual(reference.hkdfExpand(prk, utf8('info'), length))
      }
    })

    it('matches HKDF-SHA-512 with the inputs of RFC 5869, case 1', () => {
      const prk = provider.hkdfExtract(fromHex('000102030405060708090a0b0c'), new Uint8Array(22).fill(0x0b))
      const okm = provider.hkdfExpand(prk, fromHex('f0f1f2f3f4f5f6f7f8f9'), 42)
      expect(toHex(okm)).toBe(
        '832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb',
      )
    })

    it('seals and opens, and opens nothing else', () => {
      const [key, nonce] = [provider.randomBytes(32), provider.randomBytes(24)]
      const box = provider.secretboxSeal(key, nonce, message)
      expect(provider.secretboxOpen(key, nonce, box)).toEqual(message)
      expect(provider.secretboxOpen(provider.randomBytes(32), nonce, box)).toBeUndefined()
      expect(provider.secretboxOpen(key, nonce, take(box, 0, 15))).toBeUndefined()
    })

    it('agrees on a shared secret with the reference', async () => {
      const [own, other] = [await provider.generateStatic(), await reference.generateStatic()]
      expect(await provider.dh(own, other.publicKey)).toEqual(await reference.dh(other, own.publicKey))
    })

    it('H6 H7 refuses each low-order point, with either sign', async () => {
      const own = await provider.generateEphemeral()
      const points = LOW_ORDER_POINTS.flatMap((point) => [point, withSignBit(point)])
      for (const point of points) expect(await refusal(() => provider.dh(own, point))).toBe('low_order')
    })

    it('signs so that the reference verifies, and the other way round', async () => {
      const [own, other] = [await provider.generateSigning(), await reference.generateSigning()]
      const signature = await provider.sign(own, message)
      expect(await reference.verify(own.publicKey, signature, message)).toBe(true)
      expect(await provider.verify(other.publicKey, await reference.sign(other, message), message)).toBe(true)
      expect(await provider.verify(own.publicKey, signature, utf8('another'))).toBe(false)
      expect(await provider.verify(other.publicKey, signature, message)).toBe(false)
    })

    it('A16 refuses a malleated signature', async () => {
      const own = await provider.generateSigning()
      const signature = await provider.sign(own, message)
      expect(await provider.verify(own.publicKey, malleated(signature), message)).toBe(false)
    })

    it('P13 refuses the universal forgery under each small-order key', async () => {
      for (const key of SMALL_ORDER_KEYS) {
        const forgery = concat(fromHex(`01${'00'.repeat(31)}`), new Uint8Array(32))
        expect(await provider.verify(key, forgery, message)).toBe(false)
      }
    })

    it('H19 takes nothing but Uint8Array, of the right length', async () => {
      const own = await provider.generateStatic()
      const wrong: unknown[] = ['x', {}, null, 7, new ArrayBuffer(32)]
      for (const value of wrong) {
        const bytes = value as Uint8Array
        expect(await refusal(() => provider.sha512(bytes))).toBe('type')
        expect(await refusal(() => provider.dh(own, bytes))).toBe('type')
        expect(await refusal(() => provider.secretboxOpen(bytes, bytes, bytes))).toBe('type')
      }
      expect(await refusal(() => provider.dh(own, new Uint8Array(31)))).toBe('length')
    })

    it('keeps secrets out of the handle and drops them when told', async () => {
      const key = await provider.generateSigning()
      expect(Object.keys(key).sort()).toEqual(['kind', 'publicKey'])
      provider.forget(key)
      expect(await refusal(() => provider.sign(key, message))).toBe('handle')
    })
  })
}
