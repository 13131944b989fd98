import { beforeAll, expect, it } from 'vitest'
import type { Device } from '../../src/world/device.ts'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

/** Each meets the turn at another moment. */
const CYCLES = process.env.HEARTH_LONG === '1' ? 25 : 10
const WORDS = 400
const CUTS = 6
const world = useWorld()
let alice: Device
beforeAll(async () => {
  alice = await world().device('alice')
})

it('stop mid-stream, then at once a new prompt: the new turn is never ended by the old one’s trailing events', async () => {
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const long = await alice.prompt(session, `cycle ${cycle} [[text n=2000 delay=5]]`)
    // The first of them starts the agent.
    await until('the stream', () => transcript.answer(long).length > 20, { ms: 60_000 })
    const stopped = alice.link.call('stop', { session, turn: long })
    const next = await alice.prompt(session, `[[text say="answer number ${cycle}." delay=2]]`)
    await stopped
    const ended = await transcript.settles(long)
    const completed = await transcript.settles(next)
    expect([ended.state, ended.error]).toEqual(['cancelled', null])
    expect([completed.state, completed.error, transcript.answer(next)]).toEqual([
      'completed',
      null,
      `answer number ${cycle}.`,
    ])
  }
  expect(transcript.faults).toEqual([])
}, 120_000)

it('the second turn of a session starts no process and makes no new connection', async () => {
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  await transcript.reaches(await alice.prompt(session, 'first [[text n=5]]'), ['completed'])

  // opencode runs git for its own snapshots, in every turn: that is its business, and no agent or host starting.
  const server = await world().opencode()
  const processes = () =>
    world()
      .processes()
      .filter(({ parent }) => parent !== server.pid)
  const before = processes()
  const connections = world().proxy.connections
  const second = await alice.prompt(session, 'second [[text n=100 delay=5]]')
  const seen = new Map(before.map(({ pid, command }) => [pid, command]))
  let over = false
  const settled = transcript.reaches(second, ['completed']).finally(() => {
    over = true
  })
  while (!over) {
    for (const { pid, command } of processes()) seen.set(pid, command)
    await new Promise((next) => setTimeout(next, 5))
  }
  await settled
  expect([...seen.values()].sort()).toEqual(before.map(({ command }) => command).sort())
  expect(processes()).toEqual(before)
  expect(world().proxy.connections).toBe(connections)
})

it('a device whose socket is cut mid-stream resumes: the text identical, no gap, no duplicate', async () => {
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  await until('the first state', () => transcript.caughtUp)
  const turn = await alice.prompt(session, `[[text n=${WORDS} delay=5]]`)
  for (let cut = 1; cut <= CUTS; cut++) {
    await until('more text', () => transcript.answer(turn).length > cut * 150)
    const seen = transcript.state?.seq
    expect(world().cutDevices()).toBe(1)
    await until('the cut to be noticed', () => alice.link.status().connection !== 'live')
    await until('the link to be back', () => transcript.caughtUp)
    expect(transcript.state?.seq).toBeGreaterThanOrEqual(seen ?? 0)
  }
  await transcript.reaches(turn, ['completed'])
  expect(transcript.answer(turn)).toBe(Array.from({ length: WORDS }, (_, n) => `w${n} `).join(''))
  expect(transcript.faults).toEqual([])
  expect(transcript.snapshots, 'a resume is a tail, not a new snapshot').toHaveLength(1)
  expect((await world().exported(session)).turns).toEqual(transcript.state?.settled)
})

it('a network that goes silent without closing is noticed while a turn runs, and the stream goes on', async () => {
  const bob = await world().device('bob')
  const session = await bob.newSession('main')
  const transcript = bob.follow(session)
  const turn = await bob.prompt(session, '[[text n=90 delay=100]]')
  await until('text', () => transcript.answer(turn).length > 10)
  world().proxy.blackhole(true)
  await until('the silence to be noticed', () => bob.link.status().connection !== 'live')
  world().proxy.blackhole(false)
  world().cutDevices()
  await until('the link to be back', () => transcript.caughtUp, { ms: 30_000 })
  await transcript.settles(turn)
  expect(transcript.answer(turn)).toBe(Array.from({ length: 90 }, (_, n) => `w${n} `).join(''))
  expect(transcript.faults).toEqual([])
})
