import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { words } from '../../src/browser/person.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { atPanel, onPhone, sharing } from './people.ts'
import { useBrowser } from './use-browser.ts'

const ROUNDS = 3
const scene = useBrowser()
const both = sharing(async () => [await atPanel(scene()), await onPhone(scene())] as const)

it('a prompt in the panel, approved on the phone as far as a phone may; both transcripts are the host’s log', async () => {
  const { world } = scene()
  const [alice, bob] = await both()
  await alice.newSession()
  await alice.prompt(
    'Greet. [[write path="hello.txt" content="from the panel\\n"]] [[bash cmd="git status --short"]] [[bash cmd="echo ran > ran.txt"]] [[text n=20]]',
  )
  const [greeting = '', ran = ''] = ['hello.txt', 'ran.txt'].map((file) => join(world.repository, file))

  await bob.openNeed('Edit 1 file')
  await bob.sees('from the panel')
  expect(existsSync(greeting), 'before anybody allowed it').toBe(false)
  await bob.allow()
  await bob.button(/^Next: 1 more/).click()
  await bob.sees('git status --short')
  expect(readFileSync(greeting, 'utf8')).toBe('from the panel\n')
  await bob.allow()
  await bob.button(/^Next: 1 more/).click()
  await bob.sees('echo ran > ran.txt')
  await bob.sees(/may allow up to risk 2; this is risk 3/)
  expect(existsSync(ran)).toBe(false)
  await alice.sees('echo ran > ran.txt')
  await alice.allow()

  await alice.readsOf(words(20))
  expect(existsSync(ran)).toBe(true)
  await bob.button('Open the session').click()
  await bob.readsOf(words(20))
  const turns = await turnsOf(world, await newestSession(world))
  expect(turns).toMatchObject([
    {
      state: 'completed',
      requests: [{ outcome: 'allowed' }, { outcome: 'allowed' }, { outcome: 'allowed' }],
    },
  ])
  await expectTranscript(alice, turns)
  await expectTranscript(bob, turns)
})

it('two people decide at the same moment: one wins, the other reads by whom', async () => {
  const { world } = scene()
  const [alice, bob] = await both()
  await alice.newSession()
  await alice.prompt('Both. [[text n=1]]')
  await bob.openSession('Both.')
  const session = await newestSession(world)
  for (let round = 0; round < ROUNDS; round++) {
    await alice.prompt(`[[write path="r${round}.txt"]] [[text say="end ${round}."]]`)
    const [yes, no] = round % 2 === 0 ? [alice, bob] : [bob, alice]
    await Promise.all([yes.readRequest(), no.readRequest()])
    const presses = [await yes.aim('Allow once'), await no.aim('Deny')]
    await Promise.all(presses.map((press) => press()))
    await alice.button('Stop').waitFor({ state: 'hidden' })
    const ended = (await turnsOf(world, session)).at(-1)
    expect(ended).toMatchObject({ n: round + 2, state: 'completed' })
    const allowed = ended?.requests[0]?.outcome === 'allowed'
    const [winner, loser] = allowed ? [yes, no] : [no, yes]
    expect(existsSync(join(world.repository, `r${round}.txt`))).toBe(allowed)
    const verb = allowed ? 'Allowed' : 'Denied'
    await loser.sees(`${verb} on ${winner.name}`)
    await winner.readsOf(new RegExp(`${verb} by you`))
    await loser.readsOf(new RegExp(`${verb} by (another device|${winner.name})`))
  }
})
