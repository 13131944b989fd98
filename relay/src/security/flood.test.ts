import { connect, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { afterEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { loggedIn, type RawClient, rawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

let relay: Relay
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await relay.close()
})

const tcp = async (send = ''): Promise<{ closed: () => boolean }> => {
  const socket = connect(relay.port, '127.0.0.1')
  sockets.push(socket)
  let closed = false
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed = true
  })
  socket.resume()
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
  if (send) socket.write(send)
  return { closed: () => closed }
}
const count = (all: readonly { closed: () => boolean }[]): number => all.filter((one) => !one.closed()).length

const UPGRADE = (port: number) =>
  `GET /relay/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
  'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'

it('keeps 64 connections of an address that has not logged in, whatever they are at (F21)', async () => {
  relay = await relayRig()
  const kinds = ['', 'GET / HTTP/1.1\r\nHost: ', UPGRADE(relay.port)]
  const all = await Promise.all(Array.from({ length: 300 }, (_, i) => tcp(kinds[i % 3])))
  await until(() => count(all) <= 64, 'the surplus to be closed')
  expect(count(all)).toBeGreaterThan(32)
})

it('closes those that say nothing, drip a request or stop after the upgrade, and then serves again', async () => {
  relay = await relayRig({ limits: { loginMs: 200, visitorsPerAddress: 8 } })
  const upgraded = await Promise.all(Array.from({ length: 8 }, () => tcp(UPGRADE(relay.port))))
  expect(count(await Promise.all([tcp(), tcp()]))).toBeLessThanOrEqual(2)
  await until(() => count(upgraded) === 0, 'the silent to be closed')
  const silent = await rawClient(relay.url, { v: 1 })
  await silent.heard('challenge')
  expect(await silent.heard('end')).toMatchObject({ code: 4008 })
  const dripping = await tcp('GET / HTTP/1.1\r\nHost: 127.0.0.1')
  await until(dripping.closed, 'the slow request to be closed', 12_000)
  const client = await loggedIn(relay.url, newRelayIdentity(), { role: 'host', room: newName(), devices: [] })
  await client.heard('welcome')
}, 30_000)

it('does not count those that have logged in as visitors', async () => {
  relay = await relayRig({ limits: { visitorsPerAddress: 4 } })
  const clients: RawClient[] = []
  for (let i = 0; i < 20; i++) {
    const client = await loggedIn(relay.url, newRelayIdentity(), {
      role: 'host',
      room: newName(),
      devices: [],
    })
    await client.heard('welcome')
    clients.push(client)
  }
  expect(clients.filter(({ closed }) => closed)).toEqual([])
})

it('closes a visitor that sends more than its login', async () => {
  relay = await relayRig()
  const chatty = await rawClient(relay.url)
  await chatty.heard('challenge')
  for (let i = 0; i < 3; i++) chatty.text('3')
  await chatty.gone()
})

it('closes the oldest of too many sockets of one key', async () => {
  relay = await relayRig({ limits: { socketsPerKey: 4 } })
  const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
  const room = newName()
  const up = await loggedIn(relay.url, host, { role: 'host', room, devices: [alice.key] })
  await up.heard('welcome')
  const clients: RawClient[] = []
  for (let i = 0; i < 5; i++) {
    const client = await loggedIn(relay.url, alice, { role: 'device', room })
    await client.heard('open')
    clients.push(client)
  }
  const [oldest, ...others] = clients
  expect(await oldest?.heard('end')).toMatchObject({ code: 4005 })
  expect(others.filter(({ closed }) => closed)).toEqual([])
})

/** Resident memory in MB after the loop has had time to let go. */
const residentMb = async (): Promise<number> => {
  for (let i = 0; i < 5; i++) await turn()
  globalThis.gc?.()
  return process.memoryUsage.rss() / 2 ** 20
}

it('stays flat under a few hundred connections of crumbs (F21)', async () => {
  relay = await relayRig({ limits: { visitorsPerAddress: 400 } })
  const before = await residentMb()
  const text = `${UPGRADE(relay.port)}`
  const attackers = await Promise.all(Array.from({ length: 200 }, () => tcp(text)))
  // A text message that never ends, in fragments of one byte: opcode 1, then 0, masked with zeros.
  const first = Buffer.from([0x01, 0x81, 0, 0, 0, 0, 0x34])
  const crumb = Buffer.from([0x00, 0x81, 0, 0, 0, 0, 0x34])
  const crumbs = Buffer.concat([first, ...Array<Buffer>(4_000).fill(crumb)])
  for (const socket of sockets) if (socket.writable) socket.write(crumbs)
  await until(() => count(attackers) === 0, 'those who crumble to be closed')
  expect((await residentMb()) - before).toBeLessThan(60)
}, 30_000)

it('does not answer WebSocket pings, so that unread answers can’t pile up', async () => {
  relay = await relayRig()
  const client = await loggedIn(relay.url, newRelayIdentity(), { role: 'host', room: newName(), devices: [] })
  await client.heard('welcome')
  let pongs = 0
  client.socket.on('pong', () => {
    pongs++
  })
  for (let i = 0; i < 5; i++) client.socket.ping()
  client.event('nonsense')
  await client.gone()
  expect(pongs).toBe(0)
})
