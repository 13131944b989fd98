import { beforeAll, describe, expect, it } from 'vitest'
import { type Cast, createCast, flipped, patched, refusal, TEST_NOW } from '../testing/crypto-cast.ts'
import { concat, take, u64 } from './bytes.ts'
import {
  type DeviceCertificate,
  permissionBits,
  permits,
  signCertificate,
  verifyCertificate,
} from './certificate.ts'
import { createNodeProvider } from './provider/node.ts'
import { SMALL_ORDER_KEYS, signLabelled } from './strict.ts'

const node = createNodeProvider()
let cast: Cast
let certificate: DeviceCertificate
beforeAll(async () => {
  cast = await createCast({ device: node, host: node })
  const { fingerprint, id, dhKey, signKey } = cast.alice
  certificate = {
    hostId: cast.hearth.id,
    device: { fingerprint, id, dhKey, signKey },
    relayKey: (await node.generateSigning()).publicKey,
    createdAt: TEST_NOW,
    expiresAt: TEST_NOW + 1000,
    permBits: permissionBits(['read', 'decide']),
    riskMax: 2,
  }
})

const sign = (change: Partial<DeviceCertificate> = {}) =>
  signCertificate(node, cast.hearth.sign, { ...certificate, ...change })
const verify = (bytes: Uint8Array, now = TEST_NOW) =>
  verifyCertificate(node, bytes, { host: cast.hearth, now })

async function signedWith(at: number, part: Uint8Array): Promise<Uint8Array> {
  const body = patched(take(await sign(), 0, 149), at, part)
  return concat(body, await signLabelled(node, cast.hearth.sign, 'hearth1/devcert', body))
}

describe('device certificate', () => {
  it('comes back as it was signed', async () => {
    expect(await verify(await sign())).toEqual(certificate)
    expect(permits(certificate, 'decide')).toBe(true)
    expect(permits(certificate, 'admin')).toBe(false)
  })

  it('each byte counts', async () => {
    const bytes = await sign()
    for (let at = 0; at < bytes.length; at++) {
      const code = await refusal(() => verify(flipped(bytes, at)))
      if (at < 16) expect(code).toBe('host_id')
      else expect(['signature', 'malleable']).toContain(code)
    }
  })

  it('ends', async () => {
    expect(await refusal(async () => verify(await sign(), TEST_NOW + 999))).toBe('accepted')
    expect(await refusal(async () => verify(await sign(), TEST_NOW + 1000))).toBe('expired')
  })

  it('is refused, though signed, with one wrong field', async () => {
    const cases = [
      [0, cast.mallory.id, 'host_id'],
      [16, cast.bob.id, 'device_id'],
      [32, cast.bob.dhKey, 'device_id'],
      [64, SMALL_ORDER_KEYS[2] ?? new Uint8Array(32), 'small_order'],
      [96, SMALL_ORDER_KEYS[2] ?? new Uint8Array(32), 'small_order'],
      [144, Uint8Array.of(0x80), 'perm'],
      [148, Uint8Array.of(5), 'perm'],
      [128, new Uint8Array(8).fill(0xff), 'range'],
      [136, u64(TEST_NOW), 'expired'],
    ] as const
    for (const [at, part, code] of cases) {
      expect(await refusal(async () => verify(await signedWith(at, part))), `byte ${at}`).toBe(code)
    }
  })

  it('is refused from another signer, and in other lengths', async () => {
    const forged = await signCertificate(node, cast.mallory.sign, certificate)
    expect(await refusal(() => verify(forged))).toBe('signature')
    expect(await refusal(async () => verify((await sign()).subarray(1)))).toBe('length')
  })

  it('is not made for a host or a relay key that can’t be', async () => {
    expect(await refusal(() => sign({ hostId: new Uint8Array(15) }))).toBe('length')
    for (const relayKey of SMALL_ORDER_KEYS)
      expect(await refusal(() => sign({ relayKey }))).toBe('small_order')
  })

  it('is not made with unknown permissions or risks', async () => {
    for (const permBits of [32, -1]) expect(await refusal(() => sign({ permBits }))).toBe('perm')
    for (const permBits of [0, 31]) expect(await refusal(() => sign({ permBits }))).toBe('accepted')
    for (const riskMax of [0, 4]) expect(await refusal(() => sign({ riskMax }))).toBe('accepted')
    for (const riskMax of [5, -1, 1.5]) expect(await refusal(() => sign({ riskMax }))).toBe('perm')
  })
})
