import { parsePairingLink, startPairing, verifyCertificate } from '@hearth/shared/crypto'
import { pairDevice } from '@hearth/shared/link'
import type { ErrorCode } from '@hearth/shared/protocol'
import {
  deferred,
  dialPairing,
  newDevice,
  newRelayIdentity,
  type TestDevice,
  until,
} from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect, provider, Rig } from '../host/testing.ts'
import { MAX_PAIRINGS } from './limits.ts'
import type { Pairing, PairingSpec } from './pairing.ts'

let rig: Rig
beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
})
afterEach(() => rig.end())

const open = (more: Partial<PairingSpec> = {}) =>
  rig.host.pair({ relayOrigin: rig.relay.origin, confirm: async () => true, ...more })
const pairWith = (pairing: Pairing, device: TestDevice, more: { name?: string; link?: string } = {}) =>
  pairDevice({
    link: more.link ?? pairing.link,
    keys: device.keys,
    provider,
    transport: rig.relay.transport,
    name: more.name ?? device.name,
    platform: 'cli',
    onSas: () => undefined,
  })
const codeOf = async (run: Promise<unknown>): Promise<ErrorCode | 'accepted'> => {
  try {
    await run
    return 'accepted'
  } catch (error) {
    return (error as { code: ErrorCode }).code
  }
}
const names = () => rig.host.devices.list().map(({ name }) => name)

describe('pairing', () => {
  it('asks a person, gives what the person gave, and records it', async () => {
    const asked: string[] = []
    const shown: string[] = []
    const pairing = await open({
      rights: ['read'],
      riskMax: 1,
      confirm: async ({ name, sas }) => {
        asked.push(`${name} ${sas}`)
        return shown.includes(sas)
      },
    })
    const { steps, done } = collect(pairing.events)
    const alice = await newDevice(provider, 'alice')
    const paired = await pairDevice({
      ...{ link: pairing.link, keys: alice.keys, provider, transport: rig.relay.transport },
      ...{ name: 'alice', platform: 'web', onSas: (sas: string) => shown.push(sas) },
    })
    await done
    expect(steps.map(({ step }) => step)).toEqual(['waiting', 'connected', 'confirm', 'accepted'])
    expect(asked).toEqual([`alice ${shown[0]}`])
    expect(paired.device).toMatchObject({ name: 'alice', rights: ['read'], riskMax: 1 })
    const record = rig.host.devices.get(paired.device.id)
    expect(record).toMatchObject({ platform: 'web', relay: rig.relay.origin })
    const host = rig.host.status()
    expect(host.devices).toBe(1)
    expect(rig.host.audit.head.index).toBe(1)
    const certificate = await verifyCertificate(provider, record?.certificate ?? new Uint8Array(0), {
      host: {
        ...alice.identity,
        id: Buffer.from(host.id, 'hex'),
        signKey: Buffer.from(paired.host.signKey, 'hex'),
      },
      now: Date.now(),
    })
    expect(certificate).toMatchObject({ permBits: 1, riskMax: 1 })
  })

  it('by class: an extension may more than a page, and a page of one’s own relay more than another’s', async () => {
    const ceilings = []
    for (const [platform, ownRelay] of [
      ['cli', false],
      ['extension', false],
      ['web', false],
      ['web', true],
    ] as const) {
      const { paired } = await rig.pair(`${platform} ${ownRelay}`, { platform, ownRelay })
      ceilings.push(paired.device.riskMax)
    }
    expect(ceilings).toEqual([4, 4, 2, 3])
  })

  it('wrong digits: the device stays unpaired', async () => {
    const pairing = await open({ confirm: async () => false })
    const { steps, done } = collect(pairing.events)
    const mallory = await newDevice(provider, 'mallory')
    expect(await codeOf(pairWith(pairing, mallory))).toBe('pairing.declined')
    await done
    expect(steps.at(-1)).toEqual({ step: 'declined' })
    expect(names()).toEqual([])
    expect(rig.host.audit.head.index).toBe(0)
  })

  it('no answer is a no, and the device is told nothing meanwhile (P20)', async () => {
    const answer = deferred<boolean>()
    const pairing = await open({ confirm: () => answer.promise })
    const { steps } = collect(pairing.events)
    const mallory = await newDevice(provider, 'mallory')
    const pairingUp = codeOf(pairWith(pairing, mallory))
    await until(() => steps.some(({ step }) => step === 'confirm'), 'the question')
    expect(names()).toEqual([])
    const { publicKey } = await mallory.keys.relay(rig.relay.origin)
    expect(publicKey).toHaveLength(32)
    await expect(
      rig.relay.transport.dialDevice({
        origin: rig.relay.origin,
        identity: await mallory.keys.relay(rig.relay.origin),
        destination: { to: 'host', room: rig.host.status().id },
      }),
    ).rejects.toMatchObject({ code: 'relay.refused' })
    answer.resolve(false)
    expect(await pairingUp).toBe('pairing.declined')
  })

  it('shows what can’t be seen in a device’s name, to the person and for good', async () => {
    const asked: string[] = []
    const pairing = await open({
      confirm: async ({ name }) => {
        asked.push(name)
        return true
      },
    })
    const { device } = await pairWith(pairing, await newDevice(provider, 'x'), {
      name: 'ali\u001b[2Jce\u202e',
    })
    expect(asked).toEqual(['ali\\u{1b}[2Jce\\u{202e}'])
    expect(device.name).toBe(asked[0])
    expect(names()).toEqual(asked)
  })

  it('a device that left while the person was thinking stays unpaired', async () => {
    const answer = deferred<boolean>()
    const pairing = await open({ confirm: () => answer.promise })
    const { steps, done } = collect(pairing.events)
    const { keys } = await newDevice(provider, 'alice')
    const away = new AbortController()
    const leaving = codeOf(
      pairDevice({
        ...{ link: pairing.link, keys, provider, transport: rig.relay.transport, signal: away.signal },
        ...{ name: 'alice', platform: 'cli', onSas: () => undefined },
      }),
    )
    await until(() => steps.some(({ step }) => step === 'confirm'), 'the question')
    away.abort()
    expect(await leaving).toBe('pairing.interrupted')
    answer.resolve(true)
    await done
    expect(steps.at(-1)).toEqual({ step: 'failed', code: 'pairing.failed' })
    expect(names()).toEqual([])
  })

  it('no audit, no device', async () => {
    const pairing = await open()
    await rig.host.audit.close()
    const { steps, done } = collect(pairing.events)
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'alice')))).toBe('pairing.failed')
    await done
    expect(steps.at(-1)).toEqual({ step: 'failed', code: 'decision.audit' })
    expect(names()).toEqual([])
  })
})

describe('a link', () => {
  it('works once; a second use is refused and raises an alarm (P5, P17)', async () => {
    const pairing = await open()
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'alice')))).toBe('accepted')
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'mallory')))).toBe('pairing.used')
    expect(names()).toEqual(['alice'])
    await until(() => rig.log.some((line) => line.includes('a second time')), 'the alarm')
    await until(() => rig.host.audit.head.index === 2, 'the record of the alarm')
  })

  it('used by two at once: one is refused, and the person is warned before saying yes', async () => {
    const answer = deferred<boolean>()
    const pairing = await open({ confirm: () => answer.promise })
    const { steps } = collect(pairing.events)
    const alice = codeOf(pairWith(pairing, await newDevice(provider, 'alice')))
    await until(() => steps.some(({ step }) => step === 'confirm'), 'the question')
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'mallory')))).toBe('pairing.used')
    await until(() => steps.some(({ step }) => step === 'alarm'), 'the alarm')
    answer.resolve(true)
    expect(await alice).toBe('accepted')
    expect(names()).toEqual(['alice'])
  })

  it('expires (P6)', async () => {
    const pairing = await open({ ttl: 1_000 })
    const { steps, done } = collect(pairing.events)
    await done
    expect(steps).toEqual([
      { step: 'waiting', expiresAt: pairing.expiresAt },
      { step: 'failed', code: 'pairing.expired' },
    ])
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'late')))).toBe('pairing.expired')
  })

  it('can be taken back', async () => {
    const pairing = await open()
    pairing.cancel()
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'late')))).not.toBe('accepted')
    expect(names()).toEqual([])
  })

  it('is not spent by one who only knows its rendezvous, as the relay does (P2, P3)', async () => {
    const pairing = await open()
    const mallory = await newDevice(provider, 'mallory')
    const pending = await startPairing(provider, {
      device: mallory.identity,
      secret: new Uint8Array(32),
      mode: 'link',
      hostFingerprint: new Uint8Array(32),
    })
    for (const message of [pending.message, new Uint8Array(83), new Uint8Array(1)]) {
      const { pipes } = await dialPairing(
        rig.relay.transport,
        rig.relay.origin,
        newRelayIdentity(),
        pairing.pid,
        message,
      )
      await until(() => pipes[0]?.end !== undefined, 'the refusal')
      expect(pipes[0]?.messages).toEqual([])
    }
    expect(await codeOf(pairWith(pairing, await newDevice(provider, 'alice')))).toBe('accepted')
  })

  it('carries nothing but what it must, in its fragment (P19)', async () => {
    const pairing = await open()
    const url = new URL(pairing.link)
    expect(url.search).toBe('')
    expect(parsePairingLink(pairing.link, Date.now()).relay).toBe(rig.relay.origin)
    expect(rig.log.join()).not.toContain(url.hash.slice(1))
  })

  it('is one of few', async () => {
    for (let i = 0; i < MAX_PAIRINGS; i += 1) await open()
    await expect(open()).rejects.toMatchObject({ code: 'pairing.too_many' })
  })

  it('needs its relay', async () => {
    await expect(open({ relayOrigin: 'https://elsewhere.test' })).rejects.toMatchObject({
      code: 'relay.unreachable',
    })
  })
})

describe('a device’s relay key', () => {
  it('of another device is not taken, and that device stays (no record is replaced)', async () => {
    const alice = await rig.pair('alice')
    const thief = await newDevice(provider, 'mallory')
    const stolen = { ...thief, keys: { ...thief.keys, relay: alice.keys.relay } }
    expect(await codeOf(pairWith(await open(), stolen))).toBe('pairing.failed')
    expect(names()).toEqual(['alice'])
  })

  it('is the one under which it is here', async () => {
    const mallory = await newDevice(provider, 'mallory')
    const real = await mallory.keys.relay(rig.relay.origin)
    let asked = 0
    // Logs in under one key and then claims another.
    const lying = {
      sign: real.sign,
      get publicKey() {
        asked += 1
        return asked === 1 ? real.publicKey : new Uint8Array(32).fill(9)
      },
    }
    const device = { ...mallory, keys: { ...mallory.keys, relay: async () => lying } }
    expect(await codeOf(pairWith(await open(), device))).toBe('pairing.failed')
    expect(names()).toEqual([])
  })

  it('paired again, it is the same device under a new policy', async () => {
    const alice = await rig.pair('alice')
    await rig.pair('alice again', { device: alice.device, rights: ['read'] })
    expect(rig.host.devices.list()).toMatchObject([{ id: alice.id, name: 'alice again', rights: ['read'] }])
    expect(rig.host.status().policyEpoch).toBe(2)
  })
})
