import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeAsk } from '../sessions/testing/fake-driver.ts'
import { type Member, newId, Rig } from './testing.ts'

const AT = { project: 'ab'.repeat(8), provenance: 'user' } as const

let rig: Rig
let alice: Member
let bob: Member

beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
  alice = await rig.pair('alice')
  bob = await rig.pair('bob')
})
afterEach(() => rig.end())

describe('a host with two devices', () => {
  it('prompt from one, decision by the other, both transcripts the log', async () => {
    const [a, b] = [await rig.link(alice), await rig.link(bob)]
    const session = await rig.session(a)
    const [fa, fb] = [a.follow(session, () => undefined), b.follow(session, () => undefined)]
    const { outcome } = await a.prompt(session, [{ type: 'text', text: 'List the files' }])
    expect(await outcome).toEqual({ state: 'admitted', turn: 1 })
    await until(() => rig.agent.running.size === 1, 'the turn')
    const replies: unknown[] = []
    rig.agent.turn.accept().say('I look. ').ask(fakeAsk('per_1', replies))
    await until(() => b.requests.value.size === 1, 'the request at bob')
    const [request] = [...b.requests.value.keys()]
    await b.decide(request ?? '', 'allow-once')
    expect(replies).toEqual([{ allow: true }])
    rig.agent.turn.say('Done.').settle()
    await until(() => fa.state?.settled.length === 1 && fb.state?.settled.length === 1, 'the end of the turn')
    expect(fa.state).toEqual(fb.state)
    expect(fa.state?.settled[0]).toMatchObject({
      state: 'completed',
      requests: [{ id: request, outcome: 'allowed', by: bob.id }],
    })
    await until(
      () => [...a.requests.value.values()].every(({ id }) => id !== request || true),
      'alice to hear',
    )
    expect(a.alarm.value).toBeNull()
    // Two pairings, the request, its offer, the decision; what became of it follows when it is written.
    expect(rig.host.audit.head.index).toBeGreaterThanOrEqual(5)
  })

  it('a revoked device is cut at once, and the others decide anew under the new policy', async () => {
    const [a, b] = [await rig.link(alice), await rig.link(bob)]
    const session = await rig.session(a)
    await a.prompt(session, [{ type: 'text', text: 'x' }])
    await until(() => rig.agent.running.size === 1, 'the turn')
    rig.agent.turn.accept().ask(fakeAsk('per_1'))
    await until(() => b.requests.value.size === 1, 'the request')
    await rig.host.revoke(bob.id)
    await until(() => b.status().connection === 'revoked', 'bob to hear it')
    expect(rig.host.status().present.map(({ device }) => device)).toEqual([alice.id])
    const [request] = [...a.requests.value.keys()]
    await a.decide(request ?? '', 'deny', { reason: 'no' })
    expect(rig.host.status()).toMatchObject({ policyEpoch: 2, devices: 1, pending: 0 })
  })

  it('does not start with new keys where there were others', async () => {
    await rig.stop()
    rmSync(join(rig.home, 'keys.json'))
    await expect(rig.start()).rejects.toMatchObject({ code: 'keys.missing' })
    expect(existsSync(join(rig.home, 'keys.json'))).toBe(false)
  })

  it('starts with an audit that can’t be trusted, says so, and lets nothing be decided', async () => {
    await rig.stop()
    const file = join(rig.home, 'audit.log')
    writeFileSync(file, readFileSync(file, 'utf8').replace('alice', 'mallory'))
    await rig.start()
    expect(rig.host.status().audit).toContain('can’t be trusted')
    const b = await rig.link(bob)
    const { request } = rig.host.requests.open(
      { session: newId(), turn: 1, agent: 'opencode', ...AT, cwd: rig.repository, ask: fakeAsk('per_1') },
      () => undefined,
    )
    await until(() => b.requests.value.size === 1, 'the request')
    await b.decide(request, 'allow-once').catch(() => undefined)
    expect(b.requests.value.get(request)?.error?.code).toBe('decision.audit')
    expect(rig.host.status().pending).toBe(1)
  })

  it('starts again with the same devices and a new boot', async () => {
    const a = await rig.link(alice)
    await rig.stop()
    await until(() => a.status().connection !== 'live', 'the host to leave')
    await rig.start()
    await a.live(10_000)
    expect(rig.host.status().policyEpoch).toBe(1)
    expect(a.alarm.value).toBeNull()
  })
})
