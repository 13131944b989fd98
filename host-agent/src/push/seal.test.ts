import { ECDH } from 'node:crypto'
import { testSubscription } from '@hearth/shared/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_PUSH_TEXT } from './limits.ts'
import { arePushKeys, sealPush } from './seal.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

/** RFC 8291, appendix A. */
const VECTOR = {
  text: 'When I grow up, I want to be a watermelon',
  sender: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
  receiver: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
  p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
  auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
  body: bytes(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  ),
}

describe('the example of RFC 8291', () => {
  test('is sealed to the same bytes', () => {
    const { text, sender: secret, salt, body } = VECTOR
    expect(sealPush(text, VECTOR, { secret, salt, padTo: text.length })).toEqual(body)
  })

  test('is opened by what the tests open with', () => {
    const { receiver: secret, auth, p256dh, body, text } = VECTOR
    const subscription = testSubscription('https://push.example/alice', { secret, auth })
    expect(subscription.p256dh).toEqual(p256dh)
    expect(subscription.open(body).text).toBe(text)
  })
})

describe('a sealed body', () => {
  const alice = testSubscription('https://push.example/alice')
  const bob = testSubscription('https://push.example/bob')
  const inForm = (form: 'compressed' | 'hybrid') =>
    new Uint8Array(
      Buffer.from(
        ECDH.convertKey(alice.p256dh, 'prime256v1', undefined, 'base64', form).toString(),
        'base64',
      ),
    )

  test('is opened by its browser to the same text, and all are of one length that push services take', () => {
    const lengths = new Set<number>()
    const text = fc
      .string({ unit: 'grapheme', maxLength: MAX_PUSH_TEXT })
      .filter((one) => Buffer.byteLength(one) <= MAX_PUSH_TEXT)
    fc.assert(
      fc.property(fc.oneof(text, fc.constant(''), fc.constant('x'.repeat(MAX_PUSH_TEXT))), (said) => {
        const body = sealPush(said, alice)
        lengths.add(body.length)
        expect(alice.open(body).text).toBe(said)
      }),
      { numRuns: 50 },
    )
    expect([...lengths]).toEqual([16 + 4 + 1 + 65 + MAX_PUSH_TEXT + 1 + 16])
    expect([...lengths][0]).toBeLessThanOrEqual(4096)
  })

  test('is opened by no other browser, and not when a bit of it was changed', () => {
    const body = sealPush('git push', alice)
    expect(() => bob.open(body)).toThrow()
    for (const at of [0, 40, 100, body.length - 1]) {
      const changed = body.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => alice.open(changed)).toThrow()
    }
  })

  test('is never the same twice', () => {
    expect(sealPush('ls', alice)).not.toEqual(sealPush('ls', alice))
  })

  test('takes no text that does not fit', () => {
    expect(() => sealPush('x'.repeat(MAX_PUSH_TEXT + 1), alice)).toThrow(RangeError)
  })

  test.each([
    ['a short key', { p256dh: alice.p256dh.slice(1) }],
    ['a compressed key', { p256dh: alice.p256dh.map((byte, at) => (at === 0 ? 2 : byte)) }],
    ['the same point, compressed', { p256dh: inForm('compressed') }],
    ['the same point in its hybrid form', { p256dh: inForm('hybrid') }],
    ['a point beside the curve', { p256dh: alice.p256dh.map((byte, at) => (at === 64 ? byte ^ 1 : byte)) }],
    ['no point', { p256dh: new Uint8Array(65) }],
    ['a short secret', { auth: new Uint8Array(15) }],
  ])('takes no %s', (_what, odd) => {
    const keys = { p256dh: alice.p256dh, auth: alice.auth, ...odd }
    expect(arePushKeys(keys)).toBe(false)
    expect(() => sealPush('ls', keys)).toThrow(expect.objectContaining({ code: 'host.malformed' }))
  })
})
