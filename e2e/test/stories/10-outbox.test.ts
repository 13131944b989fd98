import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const world = useWorld()

it('a prompt sent while the host is down waits in the device’s outbox and runs exactly once when it is back', async () => {
  const alice = await world().device('alice')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  await transcript.reaches(await alice.prompt(session, 'before [[text n=2]]'), ['completed'])

  expect(await world().host.stop()).toBe(0)
  await until('the host to be missed', () => alice.link.status().connection !== 'live')
  const { outcome } = await alice.link.prompt(session, [{ type: 'text', text: 'while-away [[text n=3]]' }])
  expect(alice.link.outbox.value).toHaveLength(1)
  // The device itself goes and comes back, too: what it kept is what counts.
  await alice.open()
  expect(alice.link.outbox.value).toHaveLength(1)
  void outcome
  expect(world().asked('while-away')).toBe(0)

  await world().host.start()
  const later = alice.follow(session)
  await until('the prompt to leave the outbox', () => alice.link.outbox.value.length === 0, { ms: 30_000 })
  const turn = await later.reaches(2, ['completed'])
  expect(turn.prompt.content).toMatchObject([{ text: 'while-away [[text n=3]]' }])
  expect(world().asked('while-away')).toBe(1)
  expect(later.state?.settled).toHaveLength(2)
})

it('so does one of `hearth remote prompt`, which keeps it in a file', async () => {
  const { hearth, host } = world()
  const pairing = hearth.start(['pair', '--yes'])
  const link = await pairing.json('the link', (line) =>
    line.step === 'link' ? String(line.link) : undefined,
  )
  const charlie = ['remote', '--device', 'charlie']
  await hearth.ok([...charlie, 'pair', '-'], link)
  const [made] = await hearth.ok([...charlie, 'new', '--place', 'main'])
  const session = String(made?.session)

  await host.stop()
  const sent = await hearth.run([
    ...charlie,
    'prompt',
    session,
    'kept-in-a-file [[text n=3]]',
    '--no-wait',
    '--timeout',
    '2',
  ])
  expect(sent.code).toBe(3)
  expect(sent.values.at(-1)).toMatchObject({ state: 'outbox' })
  expect(world().asked('kept-in-a-file')).toBe(0)
  await host.start()
  await host.atRelay()
  await hearth.ok([...charlie, 'prompt', session, 'and-another [[text n=1]]'])
  const { turns } = await world().exported(session)
  expect(turns).toMatchObject([{ state: 'completed' }, { state: 'completed' }])
  expect([world().asked('kept-in-a-file'), world().asked('and-another')]).toEqual([1, 1])
})
