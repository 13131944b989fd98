import * as fs from 'node:fs'
import { join } from 'node:path'
import { deferred } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_RECORDED_OFFERS, REPLY_MS } from './limits.ts'
import {
  type Bench,
  codeOf,
  expectUntouched,
  makeAskedBench,
  makeBench,
  type TestChannel,
  type TestDevice,
} from './testing.ts'

let bench: Bench
let alice: TestDevice
let channel: TestChannel
let request: string

beforeEach(async () => {
  ;({ bench, alice, channel, request } = await makeAskedBench())
})
afterEach(() => bench.close())

const decide = (bytes: Uint8Array, at = channel) => codeOf(() => bench.requests.decide(bytes, at))
const still = () => expectUntouched(bench)

describe('two at once (A18)', () => {
  it('one wins, the other learns who did', async () => {
    const bob = await bench.device('bob')
    const at = bench.channel(bob)
    const [first, second] = [await bench.sign(alice, channel, request), await bench.sign(bob, at, request)]
    const results = await Promise.allSettled([
      bench.requests.decide(first, channel),
      bench.requests.decide(second, at),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = results.find((result) => result.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'request.settled' })
    expect(String(lost?.reason)).toMatch(/(alice|bob) has answered/)
    expect(bench.told).toHaveLength(1)
  })

  it('the second gets in when the first did not check out', async () => {
    const bob = await bench.device('bob')
    const at = bench.channel(bob)
    const bad = await bench.sign(alice, channel, request, { counter: 0 })
    const good = await bench.sign(bob, at, request)
    expect(await decide(bad)).toBe('decision.counter')
    expect(await decide(good, at)).toBe('accepted')
  })

  it('the second does not wait for ever', async () => {
    const bob = await bench.device('bob')
    const at = bench.channel(bob)
    const taken = deferred<'applied'>()
    bench.agent.take = () => taken.promise
    const winner = decide(await bench.sign(alice, channel, request))
    const loser = decide(await bench.sign(bob, at, request), at)
    await expect.poll(() => bench.clock.timers.length).toBe(2)
    bench.clock.pass(10_000)
    expect(await loser).toBe('request.deciding')
    taken.resolve('applied')
    expect(await winner).toBe('accepted')
  })
})

describe('who may', () => {
  it('an unknown or revoked device (A10, A11)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    bench.devices.delete(alice.id)
    expect(await decide(bytes)).toBe('decision.revoked')
    expect(await codeOf(() => bench.requests.offer(request, channel))).toBe('decision.revoked')
    still()
  })

  it('a channel that has ended (A30)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    channel.live = false
    expect(await decide(bytes)).toBe('decision.channel')
    still()
  })

  it('a device revoked while its decision is being checked', async () => {
    const bytes = await bench.sign(alice, channel, request)
    const deciding = decide(bytes)
    bench.devices.delete(alice.id)
    expect(await deciding).toBe('decision.revoked')
    still()
  })

  it('a device revoked while its decision was being recorded', async () => {
    bench.close()
    bench = await makeBench({
      audit: (audit) => ({
        ...{
          trouble: null,
          head: audit.head,
          close: () => audit.close(),
          onHead: () => () => undefined,
          onEntry: () => () => undefined,
          note: (record) => audit.note(record),
        },
        append: async (record) => {
          const head = await audit.append(record)
          bench.devices.clear()
          return head
        },
      }),
    })
    alice = await bench.device('alice')
    channel = bench.channel(alice)
    request = bench.ask()
    expect(await decide(await bench.sign(alice, channel, request))).toBe('decision.revoked')
    still()
  })

  it('a channel whose offers were dropped', async () => {
    const bytes = await bench.sign(alice, channel, request)
    bench.requests.dropChannel(channel.sid)
    expect(await decide(bytes)).toBe('decision.nonce')
    still()
  })

  it('rights or risk too low (A13)', async () => {
    const bob = await bench.device('bob', ['read', 'prompt'], 4)
    const charlie = await bench.device('charlie', ['read', 'decide'], 2)
    for (const device of [bob, charlie]) {
      const at = bench.channel(device)
      expect(await decide(await bench.sign(device, at, request), at)).toBe('decision.rights')
    }
    still()
  })

  it('rules that changed since; then everybody gets the request anew', async () => {
    const bytes = await bench.sign(alice, channel, request)
    const before = bench.requests.facts(request)
    bench.policy.epoch = 2
    bench.requests.policyChanged()
    expect(bench.changes.at(-1)).toMatchObject({ type: 'opened', request: { request } })
    expect(bench.requests.facts(request)).not.toEqual(before)
    expect(await decide(bytes)).toBe('decision.policy_epoch')
    expect(await decide(await bench.sign(alice, channel, request))).toBe('accepted')
  })
})

describe('the world', () => {
  it('a script changed after it was shown (A32): refused, and asked again with what it is now', async () => {
    const bytes = await bench.sign(alice, channel, request)
    fs.writeFileSync(join(bench.worktree, 'run.sh'), 'rm -rf ~\n')
    expect(await decide(bytes)).toBe('decision.world_changed')
    still()
    expect(bench.changes.at(-1)).toMatchObject({ type: 'opened', request: { request } })
    expect(await decide(await bench.sign(alice, channel, request))).toBe('accepted')
  })

  it('a parent of the working directory swapped for a link (A33)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    fs.renameSync(bench.worktree, `${bench.worktree}-real`)
    fs.symlinkSync(`${bench.worktree}-real`, bench.worktree)
    expect(await decide(bytes)).toBe('decision.world_changed')
    still()
  })

  it('another directory in its place', async () => {
    const bytes = await bench.sign(alice, channel, request)
    fs.renameSync(bench.worktree, `${bench.worktree}-old`)
    fs.cpSync(`${bench.worktree}-old`, bench.worktree, { recursive: true })
    expect(await decide(bytes)).toBe('decision.world_changed')
    still()
  })

  it('a folder on the way to an edited file swapped for a link', async () => {
    fs.mkdirSync(join(bench.worktree, 'src'))
    const edit = bench.ask({ type: 'edit', files: [{ path: 'src/new/a.ts', diff: '+1' }] })
    const bytes = await bench.sign(alice, channel, edit)
    fs.rmdirSync(join(bench.worktree, 'src'))
    fs.symlinkSync('/etc', join(bench.worktree, 'src'))
    expect(await decide(bytes)).toBe('decision.world_changed')
  })
})

describe('the audit and the agent', () => {
  it('nothing is allowed that can’t be recorded', async () => {
    const bytes = await bench.sign(alice, channel, request)
    await bench.audit.close()
    expect(await decide(bytes)).toBe('decision.audit')
    still()
  })

  it('an agent that no longer waits', async () => {
    bench.agent.take = async () => 'gone'
    expect(await decide(await bench.sign(alice, channel, request))).toBe('decision.agent_gone')
    expect(bench.settled).toEqual([{ request, outcome: 'withdrawn', by: null }])
  })

  it('an agent that never says whether it heard: what became of it is unknown', async () => {
    bench.agent.take = () => new Promise(() => undefined)
    const deciding = bench.requests.decide(await bench.sign(alice, channel, request), channel)
    await expect.poll(() => bench.clock.timers.length).toBe(1)
    bench.clock.pass(REPLY_MS)
    expect(await deciding).toEqual({ outcome: 'unknown', by: alice.id })
    expect(bench.settled).toEqual([{ request, outcome: 'unknown', by: alice.id }])
    expect(bench.changes.at(-1)).toMatchObject({ type: 'gone', outcome: 'unknown' })
    expect(await bench.record()).toMatchObject([
      ...[{ type: 'request' }, { type: 'offer' }, { type: 'decision' }],
      { type: 'settled', outcome: 'unknown', by: alice.id },
      { type: 'undelivered', code: 'agent.unresponsive' },
    ])
  })

  it('an agent that fails keeps the request waiting', async () => {
    bench.agent.take = async () => {
      throw new Error('secret detail')
    }
    expect(await decide(await bench.sign(alice, channel, request))).toBe('agent.failed')
    expect(bench.settled).toEqual([])
    bench.agent.take = async () => 'applied'
    expect(await decide(await bench.sign(alice, channel, request))).toBe('accepted')
  })

  it('a request withdrawn while it is being decided', async () => {
    const deciding = decide(await bench.sign(alice, channel, request))
    bench.requests.withdraw(request)
    expect(await deciding).toMatch(/^(decision\.agent_gone|request\.unknown)$/)
    expect(bench.told).toEqual([])
    expect(bench.settled).toEqual([{ request, outcome: 'withdrawn', by: null }])
  })

  it('the offer that a decision answers is recorded, however many there were', async () => {
    for (let i = 0; i < MAX_RECORDED_OFFERS + 5; i += 1) bench.requests.offer(request, channel)
    expect(await decide(await bench.sign(alice, channel, request))).toBe('accepted')
    const types = (await bench.record()).map(({ type }) => type)
    expect(types.filter((type) => type === 'offer')).toHaveLength(MAX_RECORDED_OFFERS + 1)
    expect(types.slice(types.lastIndexOf('offer'), types.lastIndexOf('offer') + 2)).toEqual([
      'offer',
      'decision',
    ])
  })

  it('every refusal is recorded with its code, up to a bound', async () => {
    const bytes = await bench.sign(alice, channel, request, { counter: 0 })
    await decide(bytes)
    for (let i = 0; i < 100; i += 1) await decide(new Uint8Array(320))
    const refused = (await bench.record()).filter(({ type }) => type === 'refused')
    expect(refused).toHaveLength(64)
    expect(refused[0]).toMatchObject({ code: 'decision.counter', request })
  })
})
