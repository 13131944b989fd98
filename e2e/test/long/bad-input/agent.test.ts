import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Device } from '../../../src/world/device.ts'
import { until } from '../../../src/world/wait.ts'
import { useWorld } from '../../use-world.ts'

const world = useWorld()

/** Restarts the host with another program as opencode, or, with null, with the real one. */
const useProgram = async (program: string | null): Promise<void> => {
  const path = join(world().hearth.home, 'agents.json')
  const agents = program === null ? {} : { opencode: { program } }
  await world().host.stop()
  writeFileSync(path, JSON.stringify({ v: 1, agents }), { mode: 0o600 })
  await world().host.start()
}

const script = (name: string, body: string): string => {
  const path = join(world().sandbox.root, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

const failing = async (alice: Device, session: string, code: string, says: RegExp): Promise<void> => {
  await alice.link.live(30_000)
  const transcript = alice.follow(session)
  const turn = await alice.prompt(session, 'for nobody [[text n=1]]')
  const settled = await transcript.settles(turn)
  expect(settled).toMatchObject({ state: 'failed', error: { code } })
  expect(settled.error?.message).toMatch(says)
  await until('the overview to say so', () =>
    alice.link.overview.value.agents.some(({ error }) => error?.code === code),
  )
  transcript.close()
}

it('an agent that is missing, ends at once or prints garbage fails its turn by name; the real one takes over the session', async () => {
  const alice = await world().device('alice')
  const session = await alice.newSession('main')

  const nowhere = join(world().sandbox.root, 'nowhere/opencode')
  await useProgram(nowhere)
  await failing(alice, session, 'agent.not_found', new RegExp(nowhere))
  const doctor = await world().hearth.run(['doctor'])
  expect(doctor.out).toContain(nowhere)
  expect(doctor.code).not.toBe(0)

  await useProgram(script('ends', 'echo no licence >&2; exit 3'))
  await failing(alice, session, 'agent.start_failed', /3/)

  await useProgram(script('garbage', 'head -c 200000 /dev/urandom; exit 0'))
  await failing(alice, session, 'agent.start_failed', /./)

  await useProgram(null)
  await alice.link.live(30_000)
  const transcript = alice.follow(session)
  const turn = await alice.prompt(session, 'for opencode [[text say="here"]]')
  await transcript.reaches(turn, ['completed'])
  expect(transcript.answer(turn)).toBe('here')
  expect(transcript.state?.settled.map(({ state }) => state)).toEqual([
    'failed',
    'failed',
    'failed',
    'completed',
  ])
  expect(world().asked('for nobody')).toBe(0)
}, 120_000)
