import { describe, expect, it } from 'vitest'
import { refusal } from '../testing/crypto-cast.ts'
import { malleated } from '../testing/provider-suite.ts'
import { LOGIN_CHALLENGE_MS, NEXT_CHALLENGE_MS } from './limits.ts'
import { relayOrigin, signLogin, verifyLogin } from './login.ts'
import { createNodeProvider } from './provider/node.ts'
import { SMALL_ORDER_KEYS } from './strict.ts'

const node = createNodeProvider()
const ORIGIN = 'https://relay.hearth.test'
const T = 1_800_000_000_000
const challenge = () => ({ challenge: node.randomBytes(32), t: T })

describe('relay login', () => {
  it('accepts its own challenge', async () => {
    const key = await node.generateSigning()
    const given = challenge()
    const answer = await signLogin(node, key, ORIGIN, given)
    expect(await refusal(() => verifyLogin(node, answer, { ...given, origin: ORIGIN, now: T }))).toBe(
      'accepted',
    )
    const socket = { ...given, origin: 'wss://relay.hearth.test', now: T }
    expect(await refusal(() => verifyLogin(node, answer, socket))).toBe('accepted')
  })

  it('R1 an answer to another challenge, or another time', async () => {
    const key = await node.generateSigning()
    const answer = await signLogin(node, key, ORIGIN, challenge())
    const check = { ...challenge(), origin: ORIGIN, now: T }
    expect(await refusal(() => verifyLogin(node, answer, check))).toBe('signature')
    const given = challenge()
    const timed = await signLogin(node, key, ORIGIN, given)
    const other = { ...given, t: T + 1, origin: ORIGIN, now: T }
    expect(await refusal(() => verifyLogin(node, timed, other))).toBe('signature')
  })

  it('R2 an answer for another relay', async () => {
    const key = await node.generateSigning()
    const given = challenge()
    for (const origin of [
      'https://relay.mallory.test',
      'https://relay.hearth.test:444',
      'http://relay.hearth.test',
    ]) {
      const answer = await signLogin(node, key, origin, given)
      const check = { ...given, origin: ORIGIN, now: T }
      expect(await refusal(() => verifyLogin(node, answer, check))).toBe('signature')
    }
  })

  it('R3 an answer that comes late', async () => {
    const given = challenge()
    const answer = await signLogin(node, await node.generateSigning(), ORIGIN, given)
    const at = (now: number, maxAgeMs?: number) => {
      const age = maxAgeMs === undefined ? {} : { maxAgeMs }
      return refusal(() => verifyLogin(node, answer, { ...given, origin: ORIGIN, now, ...age }))
    }
    expect(await at(T + LOGIN_CHALLENGE_MS - 1)).toBe('accepted')
    expect(await at(T + LOGIN_CHALLENGE_MS)).toBe('expired')
    expect(await at(T + LOGIN_CHALLENGE_MS, NEXT_CHALLENGE_MS)).toBe('accepted')
    expect(await at(T + NEXT_CHALLENGE_MS, NEXT_CHALLENGE_MS)).toBe('expired')
  })

  it('R4 another account under the same signature', async () => {
    const [own, other] = [await node.generateSigning(), await node.generateSigning()]
    const given = challenge()
    const { signature } = await signLogin(node, own, ORIGIN, given)
    const stolen = { publicKey: other.publicKey, signature }
    expect(await refusal(() => verifyLogin(node, stolen, { ...given, origin: ORIGIN, now: T }))).toBe(
      'signature',
    )
  })

  it('R5 small-order accounts, malleated and short signatures', async () => {
    const given = challenge()
    const check = { ...given, origin: ORIGIN, now: T }
    const answer = await signLogin(node, await node.generateSigning(), ORIGIN, given)
    for (const publicKey of SMALL_ORDER_KEYS) {
      expect(await refusal(() => verifyLogin(node, { ...answer, publicKey }, check))).toBe('small_order')
    }
    const bent = { ...answer, signature: malleated(answer.signature) }
    expect(await refusal(() => verifyLogin(node, bent, check))).toBe('malleable')
    const short = { ...answer, signature: answer.signature.subarray(1) }
    expect(await refusal(() => verifyLogin(node, short, check))).toBe('length')
  })

  it('spells an origin in one way', async () => {
    expect(relayOrigin('wss://Relay.Hearth.Test:443/')).toBe('https://relay.hearth.test')
    expect(relayOrigin('ws://127.0.0.1:8787')).toBe('http://127.0.0.1:8787')
    const bad = [
      '',
      'relay',
      'ftp://x',
      'https://x/path',
      'https://x/?q',
      'https://x/#f',
      'https://u:p@x',
      'javascript:1',
    ]
    for (const text of bad) expect(await refusal(() => relayOrigin(text)), text).toBe('origin')
    expect(await refusal(() => relayOrigin(`https://${'a'.repeat(255)}`))).toBe('origin')
  })
})
