import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useWorld } from '../use-world.ts'

const world = useWorld()

it('prompt from alice, decision by bob, the file in the worktree, both transcripts the host’s log', async () => {
  const [alice, bob] = [await world().device('alice'), await world().device('bob')]
  const session = await alice.newSession('worktree')
  const [a, b] = [alice.follow(session), bob.follow(session)]
  const turn = await alice.prompt(session, '[[write path="hello.txt" content="from alice\\n"]] [[text n=20]]')

  const request = await bob.request(session, turn)
  const place = a.state?.place
  const file = join(place?.path ?? '', 'hello.txt')
  expect(place?.kind).toBe('worktree')
  expect(existsSync(file)).toBe(false)
  expect(await bob.link.decide(request.id, 'allow-once')).toMatchObject({
    state: 'applied',
    outcome: 'allowed',
  })

  const settled = await a.reaches(turn, ['completed'])
  await b.reaches(turn, ['completed'])
  expect(readFileSync(file, 'utf8')).toBe('from alice\n')
  expect(existsSync(join(world().repository, 'hello.txt'))).toBe(false)
  expect(settled.requests).toMatchObject([{ id: request.id, outcome: 'allowed', by: bob.id }])

  const { turns } = await world().exported(session)
  expect(a.state?.settled).toEqual(turns)
  expect(b.state).toEqual(a.state)
  expect([...a.faults, ...b.faults]).toEqual([])
})
