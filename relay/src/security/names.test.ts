import { newName, newRelayIdentity, type TestRelayIdentity } from '@hearth/shared/testing'
import type { As, Challenge } from '@hearth/shared/transport/relay-wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { makeLogin, rawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const PUBLIC = 'https://box.example'
const byPublicName = { host: 'box.example', origin: PUBLIC, 'x-forwarded-for': '203.0.113.7' }
let relay: Relay
beforeEach(async () => {
  relay = await relayRig({ names: [PUBLIC], ownHostsOnly: true, trustProxy: true })
})
afterEach(() => relay.close())

const visit = async (headers: Record<string, string> = {}) => {
  const client = await rawClient(relay.url, { v: 1 }, { headers })
  return { client, challenge: (await client.heard('challenge')) as unknown as Challenge }
}

const newRoom = (devices: readonly TestRelayIdentity[] = []): As & { room: string } => ({
  role: 'host',
  room: newName(),
  devices: devices.map(({ key }) => key),
})

const logIn = async (
  who: TestRelayIdentity,
  as: As,
  { headers = {}, origin = relay.url }: { headers?: Record<string, string>; origin?: string } = {},
) => {
  const { client, challenge } = await visit(headers)
  client.event('login', await makeLogin(who, origin, challenge, as))
  return client
}

const refused = (code: string) => ({ code: 4003, error: expect.objectContaining({ code }) })

describe('a relay with two names', () => {
  it('brings together a host at one of them and a device at the other', async () => {
    const alice = newRelayIdentity()
    const as = newRoom([alice])
    const host = await logIn(newRelayIdentity(), as)
    await host.heard('welcome')
    const device = await logIn(
      alice,
      { role: 'device', room: as.room },
      { headers: byPublicName, origin: PUBLIC },
    )
    expect(await device.heard('welcome')).toMatchObject({ present: true })
    expect(await host.heard('open')).toMatchObject({ key: alice.key })
  })

  it('refuses a login that was signed for its other name (R2)', async () => {
    const alice = newRelayIdentity()
    const as: As = { role: 'device', room: newName() }
    const wrongWays = [{ headers: byPublicName, origin: relay.url }, { origin: PUBLIC }]
    for (const way of wrongWays) {
      const end = await (await logIn(alice, as, way)).heard('end')
      expect(end).toMatchObject(refused('relay.login_refused'))
      expect(JSON.stringify(end)).toContain(way.headers ? PUBLIC : relay.url)
    }
  })

  it('refuses a login of one name, made ahead, when it comes by the other (R4)', async () => {
    const bob = newRelayIdentity()
    const as = newRoom()
    const host = await logIn(bob, as)
    const next = (await host.heard('welcome')).next as Challenge
    const login = await makeLogin(bob, relay.url, next, as)
    const moved = await rawClient(relay.url, { v: 1, login }, { headers: byPublicName })
    expect(await moved.heard('end')).toMatchObject(refused('relay.login_refused'))
  })

  it.each(['box.example.evil.test', 'evil.test', 'box.example:81'])('has no name %s (W2)', async (host) => {
    await expect(rawClient(relay.url, { v: 1 }, { headers: { host } })).rejects.toThrow('400')
  })

  it('takes pages of its own names and of no other (W3)', async () => {
    const socket = (origin: string) =>
      rawClient(relay.url, null, { headers: { host: 'box.example', origin } })
    await expect(socket('http://box.example')).rejects.toThrow('400')
    await expect(socket('null')).rejects.toThrow('400')
    expect((await socket(PUBLIC)).closed).toBe(false)
  })
})

describe('a relay for hosts of its own machine', () => {
  it.each([
    ['through a proxy', byPublicName],
    ['through one that calls it as this machine does', { 'x-forwarded-for': '127.0.0.1' }],
    ['through one that says only that it is one', { via: '1.1 proxy' }],
    ['through one that says nothing of itself', { host: 'box.example', origin: PUBLIC }],
  ])('refuses a host that comes %s', async (_way, headers) => {
    const origin = 'host' in headers ? PUBLIC : relay.url
    const client = await logIn(newRelayIdentity(), newRoom(), { headers, origin })
    expect(await client.heard('end')).toMatchObject(refused('relay.foreign_host'))
  })

  it('takes one that comes directly', async () => {
    const client = await logIn(newRelayIdentity(), newRoom())
    expect(await client.heard('welcome')).toHaveProperty('next')
  })
})

describe('behind a proxy', () => {
  const openTo = async (limits: object) => {
    await relay.close()
    relay = await relayRig({ names: [PUBLIC], trustProxy: true, limits })
    return (forwarded?: string) =>
      rawClient(relay.url, null, {
        headers: forwarded === undefined ? {} : { ...byPublicName, 'x-forwarded-for': forwarded },
      })
  }

  it('counts each caller for itself, and those that come without the proxy too', async () => {
    const socket = await openTo({ visitorsPerAddress: 1 })
    await socket('203.0.113.7')
    await expect(socket('203.0.113.7')).rejects.toThrow('400')
    // What a caller writes itself stands before what the proxy adds.
    await expect(socket('198.51.100.1, 203.0.113.7')).rejects.toThrow('400')
    await socket('203.0.113.8')
    await socket()
    await expect(socket()).rejects.toThrow('400')
  })

  it('spares no caller its limits for what it says of itself', async () => {
    const socket = await openTo({ socketsPerAddress: 1 })
    for (const said of ['127.0.0.1', '::1', 'somebody', '::ffff:127.0.0.2']) {
      await socket(said)
      await expect(socket(said), said).rejects.toThrow('400')
    }
    await Promise.all([socket(), socket()])
  })
})
