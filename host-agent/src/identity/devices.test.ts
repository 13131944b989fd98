import { generateIdentity, toHex } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import type { Platform } from '@hearth/shared/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { tempFolder } from '../worktrees/testing.ts'
import { type Device, type Devices, type DevicesChange, openDevices } from './devices.ts'
import { INSTALLED_LIFE_MS, MAX_DEVICES, WEB_IDLE_MS, WEB_LIFE_MS } from './limits.ts'

const provider = createNodeProvider()
let folder: ReturnType<typeof tempFolder>
let db: HostDatabase
let devices: Devices
let now = 0

beforeEach(() => {
  folder = tempFolder()
  db = openDatabase(`${folder.path}/host.db`)
  now = 1_800_000_000_000
  devices = openDevices(db, provider, () => now)
})
afterEach(() => {
  db.close()
  folder.remove()
})

const make = async (name: string, platform: Platform = 'cli', life = INSTALLED_LIFE_MS): Promise<Device> => {
  const identity = await generateIdentity(provider)
  const { id, dhKey, signKey, fingerprint } = identity
  return {
    id: toHex(id),
    name,
    platform,
    relay: 'https://relay.test',
    relayKey: toHex(provider.randomBytes(32)),
    identity: { id, dhKey, signKey, fingerprint },
    certificate: provider.randomBytes(213),
    rights: ['read', 'decide'],
    riskMax: 3,
    createdAt: now,
    expiresAt: now + life,
    lastSeen: now,
  }
}

describe('device records', () => {
  it('are seen even while the disk takes nothing: a visit must not end the program', async () => {
    const alice = await make('alice')
    devices.add(alice)
    db.pragma('query_only = ON')
    now += 5_000
    expect(devices.seen(alice.id)).toBe(false)
    expect(devices.get(alice.id)?.lastSeen).toBe(now)
  })

  it('outlive the host agent, whole', async () => {
    const alice = await make('alice')
    devices.add(alice)
    expect(openDevices(db, provider, () => now).get(alice.id)).toEqual(alice)
    expect(devices.byRelayKey(alice.relayKey)).toEqual(alice)
  })

  it('go when revoked, for good, and the policy is another', async () => {
    const alice = await make('alice')
    devices.add(alice)
    const seen: string[] = []
    devices.onChange(({ type, device }) =>
      seen.push(`${type} ${device.name} ${devices.get(device.id)?.name}`),
    )
    expect(devices.remove(alice.id)).toEqual(alice)
    expect(seen).toEqual(['removed alice undefined'])
    expect(devices.remove(alice.id)).toBeNull()
    const later = openDevices(db, provider, () => now)
    expect(later.list()).toEqual([])
    expect([devices.policyEpoch, later.policyEpoch]).toEqual([2, 2])
  })

  it('count for nothing when they have expired, by class', async () => {
    const [cli, web, idle] = [
      await make('cli'),
      await make('web', 'web', WEB_LIFE_MS),
      await make('idle', 'web', WEB_LIFE_MS),
    ]
    for (const device of [cli, web, idle]) devices.add(device)
    now += WEB_IDLE_MS - 1
    devices.seen(web.id)
    now += 1
    expect(devices.list().map(({ name }) => name)).toEqual(['cli', 'web'])
    expect(devices.get(idle.id)).toBeNull()
    for (; now < web.expiresAt - 1; now = Math.min(now + WEB_IDLE_MS / 2, web.expiresAt - 1))
      devices.seen(web.id)
    expect(devices.get(web.id)).not.toBeNull()
    now += 1
    devices.seen(web.id)
    expect(devices.get(web.id)).toBeNull()
    now = cli.expiresAt - 1
    expect(devices.list().map(({ name }) => name)).toEqual(['cli'])
    now += 1
    expect(devices.list()).toEqual([])
  })

  it('are not replaced by a device that claims another’s relay key', async () => {
    const alice = await make('alice')
    devices.add(alice)
    const mallory = { ...(await make('mallory')), relayKey: alice.relayKey }
    expect(() => devices.add(mallory)).toThrow(expect.objectContaining({ code: 'pairing.failed' }))
    expect(devices.list()).toEqual([alice])
  })

  it('are bounded', async () => {
    for (let i = 0; i < MAX_DEVICES; i += 1) devices.add(await make(`d${i}`))
    const more = await make('more')
    expect(() => devices.add(more)).toThrow(expect.objectContaining({ code: 'pairing.too_many' }))
  })

  it('can be lowered, and stay so; whoever is told hears it', async () => {
    const alice = await make('alice')
    devices.add(alice)
    const heard: DevicesChange[] = []
    devices.onChange((change) => heard.push(change))
    const limited = devices.limit(alice.id, { rights: [], riskMax: 1 })
    expect(limited).toEqual({ ...alice, rights: [], riskMax: 1 })
    expect(heard).toEqual([{ type: 'limited', device: limited }])
    expect(devices.policyEpoch).toBe(2)
    const again = openDevices(db, provider, () => now)
    expect(again.get(alice.id)).toEqual(limited)
    expect(again.policyEpoch).toBe(2)
  })

  it('are never raised that way', async () => {
    const alice = { ...(await make('alice')), rights: ['read' as const], riskMax: 2 as const }
    devices.add(alice)
    const refused = expect.objectContaining({ code: 'host.not_allowed' })
    expect(() => devices.limit(alice.id, { rights: ['read', 'decide'], riskMax: 2 })).toThrow(refused)
    expect(() => devices.limit(alice.id, { rights: ['read'], riskMax: 3 })).toThrow(refused)
    expect(() => devices.limit('00'.repeat(16), { rights: [], riskMax: 1 })).toThrow(
      expect.objectContaining({ code: 'decision.revoked' }),
    )
    expect(devices.limit(alice.id, { rights: ['read'], riskMax: 2 })).toEqual(alice)
    expect(devices.policyEpoch).toBe(1)
  })

  it('are under a policy whose number rises with its rules', () => {
    devices.raisePolicy()
    expect(devices.policyEpoch).toBe(2)
    expect(openDevices(db, provider, () => now).policyEpoch).toBe(2)
  })

  it('that were tampered with are not used', async () => {
    devices.add(await make('alice'))
    db.exec("UPDATE device SET sign_key = x'05' || zeroblob(31)")
    expect(() => openDevices(db, provider, () => now)).toThrow(
      expect.objectContaining({ code: 'host.store' }),
    )
  })

  it('say so when they can’t be written, and then nothing has changed', async () => {
    const alice = await make('alice')
    devices.add(alice)
    db.pragma('query_only = ON')
    expect(() => devices.remove(alice.id)).toThrow(expect.objectContaining({ code: 'host.store' }))
    expect(devices.get(alice.id)).toEqual(alice)
    expect(devices.policyEpoch).toBe(1)
  })

  it('are not written any more once closed', async () => {
    const alice = await make('alice')
    devices.close()
    expect(() => devices.add(alice)).toThrow(expect.objectContaining({ code: 'host.stopping' }))
  })
})
