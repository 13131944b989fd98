import { newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { afterEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { loggedIn } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const [host, alice, bob] = [newRelayIdentity(), newRelayIdentity(), newRelayIdentity()]
let relay: Relay
afterEach(() => relay.close())

const meet = async (limits: { framesPerSecond?: number; frameBurst?: number; roomQueue?: number }) => {
  relay = await relayRig({ limits })
  const room = newName()
  const up = await loggedIn(relay.url, host, { role: 'host', room, devices: [alice.key, bob.key] })
  await up.heard('welcome')
  const client = await loggedIn(relay.url, alice, { role: 'device', room })
  const { pipe } = (await client.heard('open')) as { pipe: number }
  const framed = (number: number, length = 60): Buffer => {
    const bytes = Buffer.alloc(8 + length)
    bytes.writeUInt32BE(number)
    return bytes
  }
  return { room, up, client, pipe, framed }
}

it('reads a device that sends too fast more slowly, and loses nothing', async () => {
  const { up, client, pipe, framed } = await meet({ framesPerSecond: 200, frameBurst: 20 })
  for (let i = 0; i < 60; i++) {
    const bytes = framed(pipe)
    bytes.writeUInt32BE(i, 4)
    client.frame(bytes)
  }
  await until(() => up.frames.length === 60, 'all frames')
  expect(up.frames.map((bytes) => bytes.readUInt32BE(4))).toEqual(Array.from({ length: 60 }, (_, i) => i))
  expect(client.closed).toBe(false)
})

it('cuts a sender that does not stop', async () => {
  const { up, client, pipe, framed } = await meet({ framesPerSecond: 10, frameBurst: 20 })
  const flood = Buffer.alloc(0)
  expect(flood).toHaveLength(0)
  for (let i = 0; i < 400; i++) client.frame(framed(pipe))
  expect(await up.heard('shut')).toMatchObject({ pipe, code: 4010 })
  await client.gone()
  expect(up.frames.length).toBeLessThan(200)
})

it('lets a host send as fast as its devices together', async () => {
  const { room, up, client, pipe, framed } = await meet({ framesPerSecond: 1, frameBurst: 50 })
  const second = await loggedIn(relay.url, bob, { role: 'device', room })
  const other = (await second.heard('open')) as { pipe: number }
  for (let i = 0; i < 45; i++) {
    up.frame(framed(pipe))
    up.frame(framed(other.pipe))
  }
  await until(() => client.frames.length + second.frames.length === 90, 'all frames, within the burst of two')
})

it('tells the host to hold a slow device’s messages, and cuts it when the host does not', async () => {
  const { up, client, pipe, framed } = await meet({ frameBurst: 100_000, roomQueue: 1024 * 1024 })
  client.socket.pause()
  const send = (): void => up.frame(framed(pipe, 90_000))
  const flood = setInterval(send, 1)
  await until(() => up.events.some(([name]) => name === 'hold'), 'the hold')
  expect(await up.heard('hold')).toEqual({ pipe, on: true })
  expect(await up.heard('shut')).toMatchObject({ pipe, code: 4011 })
  clearInterval(flood)
  expect(up.closed).toBe(false)
})
