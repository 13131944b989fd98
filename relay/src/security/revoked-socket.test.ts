import { dialDevice, dialHost, newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { createSocketTransport } from '@hearth/shared/transport'
import { afterEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { openSqlite } from '../store/sqlite.ts'
import { StoreError } from '../store/store.ts'
import { loggedIn } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
let relay: Relay
afterEach(() => relay.close())

it('cuts every socket of a revoked key at once, and lets none back in (R7)', async () => {
  relay = await relayRig()
  const room = newName()
  const up = await dialHost(createSocketTransport(), relay.url, host, room, [alice.key])
  const sockets = [
    await loggedIn(relay.url, alice, { role: 'device', room }),
    await loggedIn(relay.url, alice, { role: 'device', room }),
  ]
  for (const socket of sockets) await socket.heard('open')
  await up.line.setDevices([])
  for (const socket of sockets) {
    expect(await socket.heard('end')).toMatchObject({ code: 4004 })
    await socket.gone()
  }
  expect(up.pipes.map(({ end }) => end?.code)).toEqual([4004, 4004])
  const again = dialDevice(createSocketTransport(), relay.url, alice, room)
  await expect(again).rejects.toMatchObject({ code: 'relay.refused' })
})

it('cuts a revoked key that does not listen to goodbyes', async () => {
  relay = await relayRig()
  const room = newName()
  const up = await dialHost(createSocketTransport(), relay.url, host, room, [alice.key])
  const deaf = await loggedIn(relay.url, alice, { role: 'device', room })
  const { pipe } = (await deaf.heard('open')) as { pipe: number }
  deaf.socket.pause()
  await up.line.setDevices([])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(pipe)
  deaf.frame(frame)
  await until(() => up.pipes[0]?.end !== undefined, 'the end of its pipe')
  expect(up.pipes[0]?.messages).toEqual([])
})

it('cuts a revoked key even when the database can’t be written', async () => {
  const inner = openSqlite(':memory:')
  const replaceDevices = async () => {
    throw new StoreError('full', 'full')
  }
  relay = await relayRig({ store: { ...inner, replaceDevices } })
  const room = newName()
  const up = await dialHost(createSocketTransport(), relay.url, host, room, [alice.key])
  const socket = await loggedIn(relay.url, alice, { role: 'device', room })
  await socket.heard('open')
  await expect(up.line.setDevices([])).rejects.toMatchObject({ code: 'relay.store' })
  expect(await socket.heard('end')).toMatchObject({ code: 4004 })
  const again = dialDevice(createSocketTransport(), relay.url, alice, room)
  await expect(again).rejects.toMatchObject({ code: 'relay.refused' })
})
