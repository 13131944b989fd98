import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { answer, type Cast, createCast, pairing, refusal, TEST_NOW } from '../testing/crypto-cast.ts'
import { concat } from './bytes.ts'
import { verifyCertificate } from './certificate.ts'
import { decodeHello, decodeWelcome } from './connect-messages.ts'
import { openDecision } from './decision.ts'
import { decodeDecision } from './decision-layout.ts'
import { Channel } from './frame.ts'
import { parseFrame, unpad } from './frame-layout.ts'
import { type HandshakeMessage, header, MESSAGE_LENGTH } from './handshake.ts'
import { verifyLogin } from './login.ts'
import { parsePairingBytes, parsePairingLink } from './pairing-link.ts'
import { createNodeProvider } from './provider/node.ts'
import { assertStrictSignature } from './strict.ts'
import { fromBase64url, fromHex } from './text.ts'

/** Cases that look like the real thing at first sight, so that parsers are not left at byte 0. */
const SHAPED = 300
const RANDOM = 20_000
/** Parsers that reach a curve are given fewer buffers: nearly all time is the curve's. */
const CURVE = 2_000

const node = createNodeProvider()
let cast: Cast
beforeAll(async () => {
  cast = await createCast({ device: node, host: node })
})

const buffers: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 400 })

/** `refusal` rethrows what is no CryptoError, so a foreign error fails the property. */
async function onlyTyped(parse: (bytes: Uint8Array) => unknown, numRuns: number, arb = buffers) {
  await fc.assert(
    fc.asyncProperty(arb, async (bytes) => {
      await refusal(() => parse(bytes))
    }),
    { numRuns },
  )
}

const shaped = (message: HandshakeMessage): fc.Arbitrary<Uint8Array> => {
  const size = MESSAGE_LENGTH[message] - 3
  return fc.uint8Array({ minLength: size, maxLength: size }).map((rest) => concat(header(message), rest))
}

describe('Z1 random buffers give typed refusals only', () => {
  const pure: Record<string, (bytes: Uint8Array) => unknown> = {
    frame: parseFrame,
    padding: (bytes) => unpad(bytes.length < 64 ? bytes : concat(bytes).subarray(0, 64)),
    link: (bytes) => parsePairingBytes(bytes, 0),
    'link text': (bytes) => parsePairingLink(String.fromCharCode(...bytes), 0),
    hello: (bytes) => decodeHello(bytes),
    welcome: (bytes) => decodeWelcome(bytes),
    'decision fields': (bytes) => decodeDecision(concat(bytes, new Uint8Array(256)).subarray(0, 256)),
    signature: (bytes) => assertStrictSignature(bytes.subarray(0, 32), bytes.subarray(32)),
    hex: (bytes) => fromHex(String.fromCharCode(...bytes)),
    base64url: (bytes) => fromBase64url(String.fromCharCode(...bytes)),
  }
  for (const [name, parse] of Object.entries(pure)) {
    it(name, () => onlyTyped(parse, RANDOM))
  }

  it('channel', () => {
    const keys = { sendKey: new Uint8Array(32), receiveKey: new Uint8Array(32), confirmed: true }
    return onlyTyped((bytes) => new Channel(node, { role: 'host', ...keys }).open(bytes), RANDOM)
  })

  it('M1', async () => {
    await onlyTyped((bytes) => answer(cast, bytes), RANDOM)
    await onlyTyped((bytes) => answer(cast, bytes), SHAPED, shaped('m1'))
  })

  it('P1', async () => {
    const { host } = await pairing(cast)
    await onlyTyped((bytes) => host.answer(bytes, TEST_NOW - 1), RANDOM)
    await onlyTyped((bytes) => host.answer(bytes, TEST_NOW - 1), SHAPED, shaped('p1'))
  })

  it('P3', () => {
    const parse = async (bytes: Uint8Array) => {
      const { pending, host } = await pairing(cast)
      await host.answer(pending.message, TEST_NOW - 1)
      await host.finish(bytes, TEST_NOW - 1)
    }
    return onlyTyped(parse, SHAPED, shaped('p3'))
  })

  it('P2', () => {
    const parse = async (bytes: Uint8Array) => (await pairing(cast)).pending.finish(bytes)
    return onlyTyped(parse, SHAPED, shaped('p2'))
  })

  it('decision, certificate, login', async () => {
    const sid = new Uint8Array(32)
    const ids = { hostId: cast.hearth.id, deviceId: cast.alice.id, sid, signKey: cast.alice.signKey }
    await onlyTyped((bytes) => openDecision(node, bytes, ids), CURVE)
    await onlyTyped((bytes) => verifyCertificate(node, bytes, { host: cast.hearth, now: 0 }), CURVE)
    const check = { origin: 'https://relay.hearth.test', challenge: new Uint8Array(32), t: 0, now: 0 }
    const login = (bytes: Uint8Array) =>
      verifyLogin(node, { publicKey: bytes.subarray(0, 32), signature: bytes.subarray(32, 96) }, check)
    await onlyTyped(login, CURVE)
    expect(await refusal(() => login(new Uint8Array(96)))).toBe('small_order')
  })
})
