import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'
import { expect, it } from 'vitest'
import { Authenticator } from '../../src/browser/authenticator.ts'
import { RELAY_WITH_FACES } from '../../src/browser/faces.ts'
import type { Person } from '../../src/browser/person.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { atPanel, onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

// Browsers keep passkeys for names, never for addresses: the relay is called by the name of this machine.
const atName = async (): Promise<World> => {
  const world = await World.make({}, RELAY_WITH_FACES, 'localhost')
  try {
    await world.relay.start()
    await world.up()
    return world
  } catch (error) {
    return world.fail(error)
  }
}
const scene = useBrowser({ make: atName })

/** A cold agent on a machine that is busy. */
const AGENT_START_MS = 90_000

const file = (name: string): string => join(scene().world.repository, name)
const hearth = (...args: string[]) => scene().world.hearth.ok(args)

const openDevice = async (person: Person): Promise<void> => {
  await person.openHome()
  await person.openStatus()
  await person.button('This device…').click()
}
const closeDevice = async (person: Person): Promise<void> => {
  await person.page.keyboard.press('Escape')
  await person.openHome()
}

/** Registers a passkey the way the card and the sheet say. */
const register = async (person: Person): Promise<void> => {
  await openDevice(person)
  await person.sees('The host takes a passkey only in a window')
  await person.sees(`hearth passkey ${person.name}`)
  await hearth('passkey', person.name)
  await person.button('Look again').click()
  await person.button('Register a passkey').click()
  await person.sees('The passkey is registered.')
  await closeDevice(person)
}

/** Asks for a command that is one class above what a phone may allow, and leads to its card. */
const ask = async (person: Person, name: string): Promise<void> => {
  await person.openHome()
  await person.newSession()
  await person.prompt(`Run it. [[bash cmd="touch ${name}"]] [[text say="ended."]]`)
  await person.button('Deny').waitFor({ timeout: AGENT_START_MS })
}

/** What the record has of decisions by this device that a passkey has confirmed; all of it must check out. */
const confirmedBy = async (person: string): Promise<readonly unknown[]> => {
  expect(await hearth('audit', 'verify')).toMatchObject([{ good: true }])
  const decided = await hearth('audit', 'list', '--device', person)
  return decided.filter(({ type, assertion }) => type === 'decision' && assertion !== undefined)
}

it('on a phone: registered in the owner’s window, it lifts the phone by one class, one decision each', async () => {
  const bob = await onPhone(scene())
  const authenticator = await Authenticator.of(bob.page)
  await ask(bob, 'with-passkey.txt')
  await bob.sees(/may allow up to risk 2; this is risk 3.*With a passkey this device may, too/)
  await register(bob)
  expect(await authenticator.sites()).toEqual(['localhost'])
  expect(await hearth('passkey', 'list', 'bob')).toMatchObject([{ lastUsedAt: null }])

  await bob.openNeed(/touch with-passkey/)
  await bob.sees(/this is risk 3, so you confirm it with your passkey/)
  await authenticator.knows(false)
  await bob.allowWithPasskey()
  await bob.sees('No passkey was given, or it could not tell that it was you. Nothing was sent')
  expect(existsSync(file('with-passkey.txt')), 'by whom the authenticator did not know').toBe(false)
  expect(await confirmedBy('bob')).toEqual([])

  await authenticator.knows(true)
  await bob.button('Try again').click()
  await bob.allowWithPasskey()
  await until('the command to run', () => existsSync(file('with-passkey.txt')))
  expect(await confirmedBy('bob')).toMatchObject([{ choice: 0x01 }])
  const [used] = await hearth('passkey', 'list', 'bob')
  expect(used?.lastUsedAt).toEqual(expect.any(Number))
})

it('in the side panel: the browser names the extension by its origin, and the host knows it', async () => {
  const alice = await atPanel(scene())
  await hearth('devices', 'limit', 'alice', '--risk', '2')
  const authenticator = await Authenticator.of(alice.page)
  await register(alice)
  expect(await authenticator.sites()).toEqual([CHROME_EXTENSION_ORIGIN])
  await ask(alice, 'from-the-panel.txt')
  await alice.allowWithPasskey()
  await until('the command to run', () => existsSync(file('from-the-panel.txt')))
  expect(await confirmedBy('alice')).toHaveLength(1)

  await ask(alice, 'after-removal.txt')
  await alice.button('Allow with passkey').waitFor()
  const [kept] = await hearth('passkey', 'list', 'alice')
  await hearth('passkey', 'remove', 'alice', '--', String(kept?.id))
  expect(await hearth('passkey', 'list', 'alice')).toEqual([])
  await alice.allowWithPasskey()
  await alice.button('Try again').click()
  await alice.sees(/With a passkey this device may, too/)
  expect(existsSync(file('after-removal.txt'))).toBe(false)
  await alice.deny()
})
