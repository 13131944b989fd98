import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Bench,
  codeOf,
  expectUntouched,
  makeAskedBench,
  makeBench,
  SESSION,
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

const deny = (id = request) => bench.sign(alice, channel, id, { choice: 'deny' })

describe('a paused host', () => {
  beforeEach(() => {
    bench.guard.paused = true
  })

  it('lets nobody allow', async () => {
    const bytes = await bench.sign(alice, channel, request)
    expect(await codeOf(() => bench.requests.decide(bytes, channel))).toBe('host.paused')
    expectUntouched(bench)
  })

  it('not even its owner', async () => {
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe('host.paused')
    expectUntouched(bench)
  })

  it('lets everybody deny', async () => {
    await bench.requests.decide(await deny(), channel)
    expect(bench.told).toEqual([{ allow: false }])
    expect(await codeOf(() => bench.requests.decideLocally(bench.ask(), { allow: false }))).toBe('accepted')
  })
})

it('a pause that comes while the owner’s word is written down counts', async () => {
  const pausing = await makeBench({
    audit: (audit) => ({
      ...{
        trouble: null,
        head: audit.head,
        close: () => audit.close(),
        note: (record) => audit.note(record),
      },
      ...{ onHead: () => () => undefined, onEntry: () => () => undefined },
      append: async (record) => {
        const head = await audit.append(record)
        pausing.guard.paused = true
        return head
      },
    }),
  })
  const asked = pausing.ask()
  expect(await codeOf(() => pausing.requests.decideLocally(asked, { allow: true }))).toBe('host.paused')
  expectUntouched(pausing)
  pausing.close()
})

describe('a device that was shut out', () => {
  it('gets no offer and no decision in, not even a denial', async () => {
    const bytes = await deny()
    bench.guard.out.add(alice.id)
    expect(await codeOf(() => bench.requests.decide(bytes, channel))).toBe('host.shut_out')
    expect(await codeOf(() => bench.requests.offer(request, channel))).toBe('host.shut_out')
    expectUntouched(bench)
  })
})

describe('denying', () => {
  it('is counted, and allowing is not', async () => {
    await bench.requests.decide(await deny(), channel)
    await bench.requests.decideLocally(bench.ask(), { allow: false })
    const other = bench.ask()
    await bench.requests.decide(await bench.sign(alice, channel, other), channel)
    expect(bench.guard.denials).toEqual([SESSION, SESSION])
  })

  it('and stop: the turn ends after the agent was told', async () => {
    bench.agent.take = async () => {
      expect(bench.stopped).toEqual([])
      return 'applied'
    }
    await bench.requests.decide(await deny(), channel, { stop: true, reason: 'no' })
    expect(bench.told).toEqual([{ allow: false, reason: 'no' }])
    expect(bench.stopped).toEqual([{ session: SESSION, turn: 1, by: alice.id }])
    const decision = (await bench.record()).find(({ type }) => type === 'decision')
    expect(decision).toMatchObject({ choice: 0x10, stop: true })
  })

  it('and stop, by the owner', async () => {
    await bench.requests.decideLocally(request, { allow: false, stop: true })
    expect(bench.stopped).toEqual([{ session: SESSION, turn: 1, by: null }])
  })

  it('stops nothing from a device that may neither prompt nor decide', async () => {
    const bob = await bench.device('bob', ['read'], 1)
    const at = bench.channel(bob)
    const bytes = await bench.sign(bob, at, request, { choice: 'deny' })
    await bench.requests.decide(bytes, at, { stop: true })
    expect(bench.told).toEqual([{ allow: false }])
    expect(bench.stopped).toEqual([])
  })

  it('allowing stops nothing, whatever comes with it', async () => {
    await bench.requests.decide(await bench.sign(alice, channel, request), channel, { stop: true })
    expect(bench.stopped).toEqual([])
  })

  it('stops nothing where it was refused', async () => {
    const bytes = await bench.sign(alice, channel, request, { choice: 'deny', counter: 0 })
    expect(await codeOf(() => bench.requests.decide(bytes, channel, { stop: true }))).toBe('decision.counter')
    expect(bench.stopped).toEqual([])
    expect(bench.guard.denials).toEqual([])
  })
})

describe('denying all', () => {
  it('turns down whatever waits, questions too', async () => {
    const question = bench.question([])
    await bench.requests.denyAll(alice.id)
    expect(bench.told).toEqual([{ allow: false, reason: expect.any(String) }, { reject: true }])
    expect(bench.settled).toEqual([
      { request, outcome: 'denied', by: alice.id },
      { request: question, outcome: 'denied', by: alice.id },
    ])
    expect(bench.guard.denials).toEqual([])
  })

  it('gets what was being allowed just then, as long as the agent was not told', async () => {
    const deciding = codeOf(async () =>
      bench.requests.decide(await bench.sign(alice, channel, request), channel),
    )
    bench.guard.paused = true
    await bench.requests.denyAll(null)
    expect(await deciding).toMatch(/^(host\.paused|request\.(settled|deciding|unknown))$/)
    expect(bench.told).toEqual([{ allow: false, reason: expect.any(String) }])
  })

  it('goes on where one agent can’t be told', async () => {
    bench.ask()
    let calls = 0
    bench.agent.take = async () => {
      calls += 1
      if (calls === 1) throw new Error('broken')
      return 'applied'
    }
    await bench.requests.denyAll(null)
    expect(bench.settled).toHaveLength(1)
    expect(bench.requests.pending()).toHaveLength(1)
  })
})

describe('a request that is one too many', () => {
  it('is denied with words, and nobody sees it', async () => {
    bench.guard.admits = () => false
    const id = bench.ask()
    await expect.poll(() => bench.settled.length).toBe(1)
    expect(bench.settled).toEqual([{ request: id, outcome: 'denied', by: null }])
    expect(bench.told).toMatchObject([{ allow: false, reason: expect.stringContaining('Nobody was asked') }])
    expect(bench.changes.some((change) => change.type === 'opened' && change.request.request === id)).toBe(
      false,
    )
  })

  it('does not count again when it is asked anew', () => {
    bench.guard.admits = () => false
    bench.requests.policyChanged()
    expect(bench.requests.pending()).toHaveLength(1)
  })
})
