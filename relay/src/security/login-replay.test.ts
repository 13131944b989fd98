import { newName, newRelayIdentity } from '@hearth/shared/testing'
import type { As, Challenge } from '@hearth/shared/transport/relay-wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { makeLogin, rawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const bob = newRelayIdentity()
const as: As = { role: 'host', room: newName(), devices: [] }
let clock = Date.now()
let relay: Relay
beforeEach(async () => {
  relay = await relayRig({ now: () => clock })
})
afterEach(() => relay.close())

const visit = async () => {
  const client = await rawClient(relay.url)
  return { client, challenge: (await client.heard('challenge')) as unknown as Challenge }
}
const refused = (code: string) => ({ code: 4003, error: expect.objectContaining({ code }) })

it('lets an honest login in (the other cases differ from it in one thing)', async () => {
  const { client, challenge } = await visit()
  client.event('login', await makeLogin(bob, relay.url, challenge, as))
  expect(await client.heard('welcome')).toHaveProperty('next')
})

it('refuses a login that was answered on another socket (R1)', async () => {
  const first = await visit()
  const login = await makeLogin(bob, relay.url, first.challenge, as)
  first.client.event('login', login)
  await first.client.heard('welcome')
  const second = await visit()
  second.client.event('login', login)
  expect(await second.client.heard('end')).toMatchObject(refused('relay.login_refused'))
  const third = await rawClient(relay.url, { v: 1, login })
  expect(await third.heard('challenge')).not.toMatchObject({ challenge: login.challenge })
})

it('refuses a login signed for another relay (R2)', async () => {
  const { client, challenge } = await visit()
  client.event('login', await makeLogin(bob, 'https://relay.evil.test', challenge, as))
  const end = await client.heard('end')
  expect(end).toMatchObject(refused('relay.login_refused'))
  expect(JSON.stringify(end)).toContain(relay.url)
})

it('refuses an answer that comes late (R3)', async () => {
  const { client, challenge } = await visit()
  clock += 30_000
  client.event('login', await makeLogin(bob, relay.url, challenge, as))
  expect(await client.heard('end')).toMatchObject(refused('relay.login_refused'))
})

it('takes a challenge given in advance once, from its own key, within a day (R4)', async () => {
  const { client, challenge } = await visit()
  client.event('login', await makeLogin(bob, relay.url, challenge, as))
  const next = (await client.heard('welcome')).next as Challenge
  const login = await makeLogin(bob, relay.url, next, as)

  const again = await rawClient(relay.url, { v: 1, login })
  const third = (await again.heard('welcome')).next as Challenge
  const replayed = await rawClient(relay.url, { v: 1, login })
  expect(await replayed.heard('challenge')).not.toMatchObject(next)

  const mallory = newRelayIdentity()
  const stolen = await makeLogin(mallory, relay.url, third, as)
  expect(await (await rawClient(relay.url, { v: 1, login: stolen })).heard('challenge')).toBeDefined()

  const late = await visit()
  late.client.event('login', await makeLogin(bob, relay.url, late.challenge, as))
  const fourth = (await late.client.heard('welcome')).next as Challenge
  clock += 86_400_000
  const old = await makeLogin(bob, relay.url, fourth, as)
  expect(await (await rawClient(relay.url, { v: 1, login: old })).heard('challenge')).toBeDefined()
})

it('refuses a wrong signature on a challenge given in advance', async () => {
  const { client, challenge } = await visit()
  client.event('login', await makeLogin(bob, relay.url, challenge, as))
  const next = (await client.heard('welcome')).next as Challenge
  const login = await makeLogin(bob, relay.url, next, as, { signature: '00'.repeat(64) })
  const forged = await rawClient(relay.url, { v: 1, login })
  expect(await forged.heard('end')).toMatchObject(refused('relay.login_refused'))
})

it('refuses keys under which everything verifies (R5)', async () => {
  for (const key of ['01'.padEnd(64, '0'), '00'.repeat(32), `ec${'ff'.repeat(30)}7f`]) {
    const { client, challenge } = await visit()
    const signature = `${key}${'00'.repeat(32)}`
    client.event('login', await makeLogin(bob, relay.url, challenge, as, { key, signature }))
    expect(await client.heard('end')).toMatchObject(refused('relay.login_refused'))
  }
})

it('refuses a key that another signed for', async () => {
  const { client, challenge } = await visit()
  const mallory = newRelayIdentity()
  client.event('login', await makeLogin(mallory, relay.url, challenge, as, { key: bob.key }))
  expect(await client.heard('end')).toMatchObject(refused('relay.login_refused'))
})

it('takes one answer per challenge', async () => {
  const { client, challenge } = await visit()
  client.event('login', await makeLogin(bob, relay.url, challenge, as, { signature: '00'.repeat(64) }))
  client.event('login', await makeLogin(bob, relay.url, challenge, as))
  await client.gone()
  expect(client.events.map(([name]) => name)).not.toContain('welcome')
})
