import { dialDevice, dialHost, newName, newRelayIdentity, numbered, until } from '@hearth/shared/testing'
import { createSocketTransport } from '@hearth/shared/transport'
import { afterEach, expect, it, vi } from 'vitest'
import { relayRig } from '../testing/relay-rig.ts'
import * as challenges from './challenges.ts'

afterEach(() => vi.restoreAllMocks())

it('saves a client that comes back a round trip: login and first message ride in its connect', async () => {
  const relay = await relayRig()
  const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
  const room = newName()
  const party = createSocketTransport()
  const up = await dialHost(createSocketTransport(), relay.url, host, room, [alice.key])
  const spend = vi.spyOn(challenges.NextChallenges.prototype, 'spend')
  const first = await dialDevice(party, relay.url, alice, room, numbered(1))
  expect(spend).not.toHaveBeenCalled()
  first.line.close()
  await dialDevice(party, relay.url, alice, room, numbered(2))
  expect(spend.mock.results.map(({ value }) => value !== undefined)).toEqual([true])
  await until(() => up.pipes[1]?.messages.length === 1, 'the message sent ahead')
  await relay.close()
})

it('gives a fresh challenge to a client whose advance challenge the relay has forgotten', async () => {
  const relay = await relayRig()
  const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
  const room = newName()
  const party = createSocketTransport()
  await dialHost(createSocketTransport(), relay.url, host, room, [alice.key])
  await dialDevice(party, relay.url, alice, room)
  vi.spyOn(challenges.NextChallenges.prototype, 'spend').mockReturnValue(undefined)
  const line = await dialDevice(party, relay.url, alice, room)
  expect(line.presence).toEqual([true])
  await relay.close()
})
