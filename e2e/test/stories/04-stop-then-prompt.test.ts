import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const CYCLES = 25
const world = useWorld()

it('stop mid-stream, then at once a new prompt: the new turn is never ended by the old one’s trailing events', async () => {
  const alice = await world().device('alice')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const long = await alice.prompt(session, `cycle ${cycle} [[text n=2000 delay=5]]`)
    await until('the stream', () => transcript.answer(long).length > 20)
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
