import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const world = useWorld()

it('a denial without a reason ends the turn, one with a reason lets the agent go on; nothing is written', async () => {
  const alice = await world().device('alice')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  const bare = await alice.prompt(session, '[[write path="no.txt"]] [[text say="after"]]')
  const first = await alice.request(session, bare)
  expect(await alice.link.decide(first.id, 'deny')).toMatchObject({ state: 'applied', outcome: 'denied' })
  const ended = await transcript.settles(bare)
  expect([ended.state, transcript.answer(bare)]).toEqual(['completed', ''])

  const reasoned = await alice.prompt(session, '[[write path="no.txt"]] [[text say="after"]]')
  const second = await alice.request(session, reasoned)
  await alice.link.decide(second.id, 'deny', { reason: 'Use the other file' })
  const went = await transcript.settles(reasoned)
  expect([went.state, transcript.answer(reasoned)]).toEqual(['completed', 'after'])
  expect(existsSync(join(world().repository, 'no.txt'))).toBe(false)
})

it('a command waits for its decision and runs exactly as shown', async () => {
  const bob = await world().device('bob')
  const session = await bob.newSession('main')
  const transcript = bob.follow(session)
  const turn = await bob.prompt(session, '[[bash cmd="echo ran > ran.txt"]] [[text n=1]]')
  const request = await bob.request(session, turn)
  expect(request.content).toMatchObject({
    kind: 'permission',
    facts: { action: { type: 'command', command: 'echo ran > ran.txt' }, session, turn },
  })
  expect(existsSync(join(world().repository, 'ran.txt'))).toBe(false)
  await bob.link.decide(request.id, 'allow-once')
  await transcript.reaches(turn, ['completed'])
  expect(existsSync(join(world().repository, 'ran.txt'))).toBe(true)
})

it('a question is answered by a device that came after it was asked', async () => {
  const alice = await world().device('alice-2')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  const turn = await alice.prompt(
    session,
    '[[question ask="Which colour?" options="Amber|Teal"]] [[text n=2]]',
  )
  await transcript.reaches(turn, ['waiting'])

  const charlie = await world().device('charlie')
  const request = await charlie.request(session, turn)
  expect(request.content).toMatchObject({ kind: 'question', questions: [{ question: 'Which colour?' }] })
  expect(await charlie.link.answer(request.id, { kind: 'question', answers: [['Teal']] })).toMatchObject({
    state: 'applied',
    outcome: 'answered',
  })
  const settled = await transcript.reaches(turn, ['completed'])
  expect(settled.requests).toMatchObject([{ outcome: 'answered', by: charlie.id }])
  await until(
    'alice to hear who answered',
    () => alice.link.requests.value.get(request.id)?.by?.id === charlie.id,
  )
})

it('stop while a request is pending retires it: nobody can allow it any more', async () => {
  const alice = await world().device('alice-3')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  const turn = await alice.prompt(session, '[[write path="stopped.txt"]] [[text n=1]]')
  const request = await alice.request(session, turn)
  await alice.link.call('stop', { session, turn })
  const settled = await transcript.settles(turn)
  expect(settled).toMatchObject({ state: 'cancelled', requests: [{ outcome: 'withdrawn', by: null }] })
  await until(
    'the request to be gone',
    () => alice.link.requests.value.get(request.id)?.state === 'superseded',
  )
  await expect(alice.link.decide(request.id, 'allow-once')).rejects.toMatchObject({ code: 'request.settled' })
  expect(await world().hearth.ok(['requests'])).toEqual([])

  const next = await alice.prompt(session, '[[text say="fresh"]]')
  await transcript.reaches(next, ['completed'])
  expect(transcript.answer(next)).toBe('fresh')
  expect(existsSync(join(world().repository, 'stopped.txt'))).toBe(false)
})

it('a request waits while its device is away, the relay is killed and started again', async () => {
  const alice = await world().device('alice-4')
  const session = await alice.newSession('main')
  const turn = await alice.prompt(session, '[[write path="patient.txt"]] [[text n=1]]')
  const before = await alice.request(session, turn)
  alice.close()
  await world().relay.kill()
  await world().relay.start()
  await alice.connect()
  const transcript = alice.follow(session)
  const after = await alice.request(session, turn)
  expect(after.id).toBe(before.id)
  await alice.link.decide(after.id, 'allow-once')
  await transcript.reaches(turn, ['completed'])
  expect(existsSync(join(world().repository, 'patient.txt'))).toBe(true)
})
