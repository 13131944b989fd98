import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const WORDS = 400
const CUTS = 6
const world = useWorld()

it('a device whose socket is cut mid-stream resumes: the text identical, no gap, no duplicate', async () => {
  const alice = await world().device('alice')
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
  const alice = await world().device('alice-2')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  const turn = await alice.prompt(session, '[[text n=90 delay=100]]')
  await until('text', () => transcript.answer(turn).length > 10)
  world().proxy.blackhole(true)
  await until('the silence to be noticed', () => alice.link.status().connection !== 'live')
  world().proxy.blackhole(false)
  world().cutDevices()
  await until('the link to be back', () => transcript.caughtUp, { ms: 30_000 })
  await transcript.settles(turn)
  expect(transcript.answer(turn)).toBe(Array.from({ length: 90 }, (_, n) => `w${n} `).join(''))
  expect(transcript.faults).toEqual([])
})
