import { newName, newRelayIdentity } from '@hearth/shared/testing'
import type { As } from '@hearth/shared/transport/relay-wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { loggedIn, rawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

let relay: Relay
beforeEach(async () => {
  relay = await relayRig()
})
afterEach(() => relay.close())

/** Each says something that has no place (F22); the relay ends that connection and no other. */
const ODD: [string, string][] = [
  ['an event named __proto__', '42["__proto__",{}]'],
  ['an event named constructor', '42["constructor",{}]'],
  ['an event named toString', '42["toString",{}]'],
  ['an event that nobody has heard of', '42["subscribe",{"room":"x"}]'],
  ['an event of another role', '42["login",{}]'],
  ['an event that socket.io keeps to itself', '42["disconnect",{}]'],
  ['a frame dressed as an event', '42["frame",{"_placeholder":true,"num":0}]'],
  [
    'a placeholder where a number is due',
    '42["shut",{"pipe":{"_placeholder":true,"num":0},"code":4000,"reason":""}]',
  ],
  ['a field more', '42["probe",{"more":1}]'],
  ['a field that reaches a prototype', '42["probe",{"__proto__":{"x":1}}]'],
  ['a million levels', `42["probe",${'['.repeat(60_000)}${']'.repeat(60_000)}]`],
  ['a packet with attachments', '451-["probe",{"_placeholder":true,"num":0}]'],
  ['a packet with a million attachments', '451000000-["probe",{}]'],
  ['a packet with no attachments', '450-["probe",{}]'],
  ['another namespace', '40/admin,{}'],
  ['a second connect', '40{"v":1}'],
  ['an answer to no question', '431[{}]'],
  ['no JSON', '42["probe",'],
  ['a ping in the wrong direction', '2probe'],
  ['an engine packet of no kind', '9'],
]

describe('a device that is logged in (F22)', () => {
  it.each(ODD)('is cut for %s', async (_what, text) => {
    const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
    const room = newName()
    const up = await loggedIn(relay.url, host, { role: 'host', room, devices: [alice.key] })
    await up.heard('welcome')
    const client = await loggedIn(relay.url, alice, { role: 'device', room })
    await client.heard('open')
    client.text(text)
    await client.gone()
    expect(await up.heard('shut')).toMatchObject({ code: expect.any(Number) })
    expect(up.closed).toBe(false)
  })
})

describe('a visitor (F22)', () => {
  it.each([
    ...ODD.filter(([, text]) => text !== '42["login",{}]'),
    ['an empty login', '42["login",{}]'] as const,
  ])('is cut for %s', async (_what, text) => {
    const client = await rawClient(relay.url)
    await client.heard('challenge')
    client.text(text)
    await client.gone()
    expect(client.events.map(([name]) => name)).not.toContain('welcome')
  })

  it('is cut for a frame', async () => {
    const client = await rawClient(relay.url)
    await client.heard('challenge')
    client.frame(new Uint8Array(100))
    expect(await client.heard('end')).toMatchObject({ error: { code: 'relay.protocol' } })
  })

  it.each([
    ['no version', {}],
    ['a list of devices that never ends', { v: 1, login: { as: { devices: Array(257).fill('00') } } }],
    ['a role of its own', { v: 1, login: { as: { role: 'admin' } } }],
    ['more than asked for', { v: 1, admin: true }],
  ])('is cut for connecting with %s', async (_what, auth) => {
    const client = await rawClient(relay.url, auth)
    expect(await client.heard('end')).toMatchObject({ error: { code: 'relay.protocol' } })
  })

  it('is told when its version is not spoken', async () => {
    const client = await rawClient(relay.url, { v: 2 })
    expect(await client.heard('end')).toMatchObject({ code: 4014 })
  })
})

describe('a host', () => {
  const as: As = { role: 'host', room: newName(), devices: [] }
  it.each([
    ['a pipe that is no number', '42["shut",{"pipe":"1","code":4000,"reason":""}]'],
    ['a code that is nobody’s', '42["shut",{"pipe":1,"code":1000,"reason":""}]'],
    ['a reason like a novel', `42["shut",{"pipe":1,"code":4000,"reason":"${'x'.repeat(121)}"}]`],
    ['keys that are none', '42["devices",{"keys":["alice"]}]'],
    ['a pairing for ever', '42["pairing",{"pid":"00","expiresAt":1e400}]'],
  ])('is cut for %s', async (_what, text) => {
    const client = await loggedIn(relay.url, newRelayIdentity(), as)
    await client.heard('welcome')
    client.text(text)
    expect(await client.heard('end')).toMatchObject({ code: 4012, error: { code: 'relay.protocol' } })
  })

  it('may speak of a pipe that has just ended, and of one that never was', async () => {
    const client = await loggedIn(relay.url, newRelayIdentity(), as)
    await client.heard('welcome')
    client.event('shut', { pipe: 7, code: 4000, reason: '' })
    client.frame(Buffer.alloc(20))
    client.text('425["probe",{}]')
    client.event('nonsense')
    expect(await client.heard('end')).toBeDefined()
  })
})
