import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { refusal } from '../testing/crypto-cast.ts'
import { LOW_ORDER_POINTS, malleated } from '../testing/provider-suite.ts'
import { concat, utf8 } from './bytes.ts'
import { createNodeProvider } from './provider/node.ts'
import {
  assertSigningKey,
  isStrictSignature,
  SMALL_ORDER_KEYS,
  signLabelled,
  verifyLabelled,
} from './strict.ts'
import { fromHex, toHex } from './text.ts'

const node = createNodeProvider()
const message = utf8('m')

describe('strict checks', () => {
  it('lists 14 different small-order keys, each confirmed by another implementation', () => {
    expect(new Set(SMALL_ORDER_KEYS.map(toHex)).size).toBe(14)
    for (const key of SMALL_ORDER_KEYS) {
      expect(ed25519.Point.fromBytes(key, true).isSmallOrder(), toHex(key)).toBe(true)
    }
  })

  it('lists every small-order point that there is', () => {
    const points = SMALL_ORDER_KEYS.map((key) => ed25519.Point.fromBytes(key, true).toHex())
    expect(new Set(points).size).toBe(8)
    expect(LOW_ORDER_POINTS).toHaveLength(7)
  })

  it('P13 refuses each small-order key by name', async () => {
    for (const key of SMALL_ORDER_KEYS) expect(await refusal(() => assertSigningKey(key))).toBe('small_order')
  })

  it('A16 draws the line for S at the group order, not a byte beside it', async () => {
    const { publicKey } = await node.generateSigning()
    const order = ed25519.Point.Fn.ORDER
    const signature = (scalar: bigint) =>
      concat(new Uint8Array(32), fromHex(scalar.toString(16).padStart(64, '0')).reverse())
    const cases = [
      [0n, true],
      [order - 1n, true],
      [order, false],
      [order + 1n, false],
      [2n ** 256n - 1n, false],
    ] as const
    for (const [scalar, strict] of cases)
      expect(isStrictSignature(publicKey, signature(scalar)), `${scalar}`).toBe(strict)
  })

  it('tells the reasons of a refused signature apart', async () => {
    const [own, other] = [await node.generateSigning(), await node.generateSigning()]
    const signature = await signLabelled(node, own, 'label', message)
    const verify = (key: Uint8Array, label: string, signed: Uint8Array) =>
      refusal(() => verifyLabelled(node, key, label, message, signed))
    expect(await verify(own.publicKey, 'label', signature)).toBe('accepted')
    expect(await verify(own.publicKey, 'labe', signature)).toBe('signature')
    expect(await verify(other.publicKey, 'label', signature)).toBe('signature')
    expect(await verify(own.publicKey, 'label', malleated(signature))).toBe('malleable')
    expect(await verify(own.publicKey, 'label', signature.subarray(1))).toBe('length')
    expect(await verify(own.publicKey.subarray(1), 'label', signature)).toBe('length')
  })
})
