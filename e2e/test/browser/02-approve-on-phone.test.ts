import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { words } from '../../src/browser/person.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { atPanel, onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('a prompt in the panel, its edit and its command approved on the phone, both transcripts the host’s log', async () => {
  const { world } = scene()
  const [alice, bob] = [await atPanel(scene()), await onPhone(scene())]
  await alice.newSession()
  await alice.prompt(
    'Greet. [[write path="hello.txt" content="from the panel\\n"]] [[bash cmd="echo ran > ran.txt"]] [[text n=20]]',
  )
  const [greeting, ran] = ['hello.txt', 'ran.txt'].map((file) => join(world.repository, file))

  await bob.sees('Edit 1 file')
  await bob.openNeed('Edit 1 file')
  await bob.sees('from the panel')
  expect(existsSync(greeting ?? ''), 'before anybody allowed it').toBe(false)
  await bob.allow()
  await bob.sees('echo ran > ran.txt')
  expect(readFileSync(greeting ?? '', 'utf8')).toBe('from the panel\n')
  expect(existsSync(ran ?? '')).toBe(false)
  await bob.allow()

  await alice.readsOf(words(20))
  expect(existsSync(ran ?? '')).toBe(true)
  await bob.openSession('Greet.')
  await bob.readsOf(words(20))
  const session = await newestSession(world)
  const turns = await turnsOf(world, session)
  expect(turns).toMatchObject([
    { state: 'completed', requests: [{ outcome: 'allowed' }, { outcome: 'allowed' }] },
  ])
  await expectTranscript(alice, turns)
  await expectTranscript(bob, turns)
})
