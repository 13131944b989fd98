import { newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { MAX_MESSAGE } from '@hearth/shared/transport/limits'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { loggedIn, type RawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
let relay: Relay
let up: RawClient
let client: RawClient
let pipe: number
beforeEach(async () => {
  relay = await relayRig()
  const room = newName()
  up = await loggedIn(relay.url, host, { role: 'host', room, devices: [alice.key] })
  await up.heard('welcome')
  client = await loggedIn(relay.url, alice, { role: 'device', room })
  pipe = (await client.heard('open')).pipe as number
})
afterEach(() => relay.close())

const framed = (length: number): Buffer => {
  const bytes = Buffer.alloc(4 + length, 7)
  bytes.writeUInt32BE(pipe)
  return bytes
}

it('carries a message of the limit and cuts a device for one byte more', async () => {
  client.frame(framed(MAX_MESSAGE))
  await until(() => up.frames.length === 1, 'the longest message')
  client.frame(framed(MAX_MESSAGE + 1))
  expect(await client.heard('end')).toMatchObject({ code: 4009 })
  expect(await up.heard('shut')).toMatchObject({ pipe, code: 4009 })
  expect(up.frames).toHaveLength(1)
})

it('cuts a host for one byte more', async () => {
  up.frame(framed(MAX_MESSAGE))
  await until(() => client.frames.length === 1, 'the longest message')
  up.frame(framed(MAX_MESSAGE + 1))
  expect(await up.heard('end')).toMatchObject({ code: 4009 })
  expect(await client.heard('shut')).toMatchObject({ code: 4001 })
})

it('cuts who sends a WebSocket message that no frame could be, without reading it', async () => {
  client.frame(Buffer.alloc(129 * 1024))
  await client.gone()
  expect(await up.heard('shut')).toMatchObject({ pipe })
  expect(up.closed).toBe(false)
})

it.each([0, 1, 4])('cuts a device for a message of %i bytes: there is nothing in it', async (length) => {
  client.frame(framed(0).subarray(0, length))
  expect(await client.heard('end')).toMatchObject({ code: 4012 })
})

it('passes on what it can’t read, bit by bit as it came', async () => {
  const tampered = framed(300)
  for (let i = 4; i < tampered.length; i++) tampered[i] = (i * 37) & 255
  client.frame(tampered)
  await until(() => up.frames.length === 1, 'the frame')
  expect(up.frames[0]?.equals(tampered)).toBe(true)
})

it('drops frames for a pipe that is not this device’s', async () => {
  const stray = framed(10)
  stray.writeUInt32BE((pipe + 1) >>> 0)
  client.frame(stray)
  client.frame(framed(11))
  await until(() => up.frames.length === 1, 'the frame')
  expect(up.frames[0]).toHaveLength(15)
})
