import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dialDevice, dialHost, newName, newRelayIdentity, numbered, until } from '@hearth/shared/testing'
import { createSocketTransport } from '@hearth/shared/transport'
import { expect, it } from 'vitest'
import { startRelay } from '../relay.ts'
import { openSqlite } from '../store/sqlite.ts'
import { type RelayStore, StoreError } from '../store/store.ts'
import { relayRig } from '../testing/relay-rig.ts'

const [host, alice, bob] = [newRelayIdentity(), newRelayIdentity(), newRelayIdentity()]

it('loses no session with its database: hosts register again, devices meet them again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-relay-'))
  const path = join(dir, 'relay.db')
  const room = newName()
  const [hostParty, aliceParty] = [createSocketTransport(), createSocketTransport()]
  const first = openSqlite(path)
  const before = await startRelay({ store: first })
  const up = await dialHost(hostParty, before.url, host, room, [alice.key])
  const line = await dialDevice(aliceParty, before.url, alice, room)
  await until(() => line.pipes.length === 1, 'a pipe')
  await before.close()
  await until(() => line.end !== undefined && up.end !== undefined, 'both to hear of it')
  expect([line.end?.code, up.end?.code]).toEqual([4013, 4013])
  await first.close()
  rmSync(path)

  const second = openSqlite(path)
  const after = await startRelay({ store: second, port: before.port })
  await expect(dialDevice(aliceParty, after.url, alice, room)).rejects.toMatchObject({
    code: 'relay.refused',
  })
  const upAgain = await dialHost(hostParty, after.url, host, room, [alice.key])
  const again = await dialDevice(aliceParty, after.url, alice, room, numbered(1))
  await until(() => upAgain.pipes[0]?.messages.length === 1, 'a message')
  expect(again.presence).toEqual([true])
  await after.close()
  await second.close()
  rmSync(dir, { recursive: true })
})

it('serves those it knows while the database is away, refuses others with the reason, and recovers', async () => {
  const inner = openSqlite(':memory:')
  let away = false
  const store = new Proxy(inner, {
    get: (target, name: keyof RelayStore) => {
      if (away && name !== 'close') {
        return async () => {
          throw new StoreError('unreachable', 'away')
        }
      }
      return target[name]
    },
  })
  const relay = await relayRig({ store })
  const room = newName()
  const up = await dialHost(createSocketTransport(), relay.url, host, room, [alice.key])
  const line = await dialDevice(createSocketTransport(), relay.url, alice, room)
  await until(() => line.pipes.length === 1 && up.pipes.length === 1, 'a pipe')
  away = true
  const ready = async () => (await fetch(`${relay.url}/ready`)).status
  expect(await ready()).toBe(503)
  line.pipes[0]?.pipe.send(numbered(1))
  await until(() => up.pipes[0]?.messages.length === 1, 'a message on the pipe that is open')
  await dialDevice(createSocketTransport(), relay.url, alice, room)
  const stranger = dialDevice(createSocketTransport(), relay.url, bob, room)
  await expect(stranger).rejects.toMatchObject({ code: 'relay.store', retryAfter: 3000 })
  const newcomer = dialHost(createSocketTransport(), relay.url, bob, newName(), [])
  await expect(newcomer).rejects.toMatchObject({ code: 'relay.store' })
  away = false
  expect(await ready()).toBe(200)
  await dialHost(createSocketTransport(), relay.url, bob, newName(), [])
  await relay.close()
})
