import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { words } from '../../src/browser/person.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { atPanel, onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('a prompt in the panel, approved on the phone as far as a phone may; both transcripts are the host’s log', async () => {
  const { world } = scene()
  const [alice, bob] = [await atPanel(scene()), await onPhone(scene())]
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
