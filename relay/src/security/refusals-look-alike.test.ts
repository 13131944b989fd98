import { newName, newRelayIdentity } from '@hearth/shared/testing'
import type { As } from '@hearth/shared/transport/relay-wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { RelayStore } from '../store/store.ts'
import { loggedIn, type RawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const [host, alice, mallory] = [newRelayIdentity(), newRelayIdentity(), newRelayIdentity()]
const [here, away] = [newName(), newName()]
const asHost = (room: string): As => ({ role: 'host', room, devices: [alice.key] })
let lookUps: number
let relay: Relay
let hostHere: RawClient

beforeEach(async () => {
  const inner = openSqlite(':memory:')
  lookUps = 0
  const admits: RelayStore['admits'] = (room, device) => {
    lookUps++
    return inner.admits(room, device)
  }
  relay = await relayRig({ store: { ...inner, admits } })
  hostHere = await loggedIn(relay.url, host, asHost(here))
  await hostHere.heard('welcome')
  const left = await loggedIn(relay.url, host, asHost(away))
  await left.heard('welcome')
  left.socket.close()
  await left.gone()
})
afterEach(() => relay.close())

it('answers a stranger alike whether the host is here, away or does not exist (R6)', async () => {
  const answers: unknown[] = []
  for (const room of [here, away, newName()]) {
    const before = lookUps
    const client = await loggedIn(relay.url, mallory, { role: 'device', room })
    await client.gone()
    const said = client.events.filter(([name]) => name !== 'challenge')
    answers.push({ said, lookUps: lookUps - before })
  }
  expect(answers[0]).toMatchObject({ said: [['end', { error: { code: 'relay.refused' } }]], lookUps: 1 })
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
})

it('tells strangers nothing of who is present, and a host nothing of strangers (R6)', async () => {
  const client = await loggedIn(relay.url, mallory, { role: 'device', room: here })
  await client.gone()
  expect(client.events.map(([name]) => name)).toEqual(['challenge', 'end'])
  expect(hostHere.events.map(([name]) => name)).toEqual(['challenge', 'welcome'])
})

it('does not let a device speak as a host, into another pipe, or ask for another’s room (R6)', async () => {
  const bystander = await loggedIn(relay.url, alice, { role: 'device', room: here })
  const { pipe } = (await bystander.heard('open')) as { pipe: number }
  const room = newName()
  const other = newRelayIdentity()
  const otherHost = await loggedIn(relay.url, other, { role: 'host', room, devices: [mallory.key] })
  await otherHost.heard('welcome')
  const client = await loggedIn(relay.url, mallory, { role: 'device', room })
  await client.heard('open')
  const into = Buffer.alloc(12)
  into.writeUInt32BE(pipe)
  client.frame(into)
  client.event('shut', { pipe, code: 4000, reason: '' })
  client.event('devices', { keys: [mallory.key] })
  expect(await client.heard('end')).toMatchObject({ code: 4012 })
  expect(hostHere.frames).toEqual([])
  expect(bystander.events.map(([name]) => name)).toEqual(['challenge', 'welcome', 'open'])
  expect(bystander.closed).toBe(false)
})

it('does not let a host touch a pairing of another (R6)', async () => {
  const pid = newName()
  hostHere.text(`421${JSON.stringify(['pairing', { pid, expiresAt: Date.now() + 60_000 }])}`)
  const other = await loggedIn(relay.url, mallory, { role: 'host', room: newName(), devices: [] })
  await other.heard('welcome')
  other.text(`421${JSON.stringify(['pairing', { pid, expiresAt: Date.now() + 60_000 }])}`)
  other.text(`422${JSON.stringify(['unpair', { pid }])}`)
  const joining = await loggedIn(relay.url, newRelayIdentity(), { role: 'pairing', pid })
  await joining.heard('open')
  expect(await hostHere.heard('open')).toMatchObject({ pid })
  expect(other.events.map(([name]) => name)).toEqual(['challenge', 'welcome'])
})
