import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { Device } from '../../src/world/device.ts'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const ROUNDS = 8
const world = useWorld()
let alice: Device
let bob: Device
beforeAll(async () => {
  alice = await world().device('alice')
  bob = await world().device('bob')
})

it('prompt from alice, decision by bob, the file in the worktree, both transcripts the host’s log', async () => {
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

it('two devices decide at once: one wins, the other is told by whom', async () => {
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  for (let round = 0; round < ROUNDS; round++) {
    const turn = await alice.prompt(session, `[[write path="r${round}.txt"]] [[text n=1]]`)
    const request = await alice.request(session, turn)
    await bob.request(session, turn)
    const [yes, no] = round % 2 === 0 ? [alice, bob] : [bob, alice]
    const views = await Promise.all([
      yes.link.decide(request.id, 'allow-once'),
      no.link.decide(request.id, 'deny'),
    ])
    const won = views.filter(({ state }) => state === 'applied')
    const [lost] = views.filter(({ state }) => state === 'answered-elsewhere')
    expect(
      [won.length, lost === undefined],
      JSON.stringify(views.map(({ state, error }) => [state, error])),
    ).toEqual([1, false])
    const winner = views[0]?.state === 'applied' ? yes : no
    const loser = winner === yes ? no : yes
    const told = await until('the loser to hear by whom', () => {
      const { by } = loser.link.requests.value.get(request.id) ?? {}
      return by ?? undefined
    })
    expect(told.id).toBe(winner.id)
    const settled = await transcript.settles(turn)
    expect(settled.requests).toMatchObject([
      { id: request.id, by: winner.id, outcome: winner === yes ? 'allowed' : 'denied' },
    ])
    expect(existsSync(join(world().repository, `r${round}.txt`))).toBe(winner === yes)
  }
})

it('R7 A10: a device revoked mid-session is cut at once and can’t come back; the turn goes on for the others', async () => {
  const session = await alice.newSession('main')
  const [a, b] = [alice.follow(session), bob.follow(session)]
  const turn = await bob.prompt(session, '[[text n=150 delay=10]]')
  await until('the stream at bob', () => b.answer(turn).length > 20)

  await world().hearth.ok(['revoke', 'bob'])
  await until('bob to be cut', () => bob.link.status().connection === 'revoked')
  const seen = b.answer(turn)
  expect(bob.link.status().error?.code).toBe('link.revoked')
  await expect(bob.link.call('stop', { session, turn })).rejects.toMatchObject({ code: 'link.revoked' })

  const link = await bob.open()
  await until('bob to be refused', () => link.status().connection === 'refused')
  expect(link.status().error?.code).toBe('relay.refused')
  const { outcome } = await link.prompt(session, [{ type: 'text', text: 'after-revocation' }])
  void outcome.catch(() => undefined)
  await a.reaches(turn, ['completed'])
  expect(b.answer(turn)).toBe(seen)
  expect(a.state?.settled).toHaveLength(1)
  expect(world().asked('after-revocation')).toBe(0)
  const devices = await world().hearth.ok(['devices'])
  expect(devices.map(({ name }) => name)).toEqual(['alice'])
})
