import { expect, it } from 'vitest'
import { madeUpLink } from '../../../src/browser/links.ts'
import { Person, say } from '../../../src/browser/person.ts'
import { PHONE } from '../../../src/browser/phone.ts'
import { startSite } from '../../../src/browser/site.ts'
import { freePort } from '../../../src/world/free-port.ts'
import { newestSession, turnsOf } from '../../browser/host-log.ts'
import { onPhone } from '../../browser/people.ts'
import { useBrowser } from '../../browser/use-browser.ts'

const scene = useBrowser()

/** The words say what happened, and exactly this can be done about it. */
const expectTold = async (person: Person, words: RegExp, todo: string | RegExp): Promise<void> => {
  await person.sees(words)
  const way = person.button(todo).or(person.page.getByRole('link', { name: todo }))
  expect(await way.first().isVisible(), `“${todo}” beside “${words}”`).toBe(true)
}

it('links that can’t work each say why, with one way on; nothing was dialled before a person said so (W4)', async () => {
  const { world, browser } = scene()
  const nobody = `http://127.0.0.1:${await freePort()}`
  const site = await startSite('<!doctype html><title>Not a relay</title>')
  try {
    const alice = new Person(await browser.openPanel(), 'alice')
    for (const [link, words] of [
      ['https://example.test/a/page', /not a pairing link/],
      [madeUpLink(world.origin, world.origin, -1), /expired/],
    ] as const) {
      await alice.pasteLink(link)
      await alice.page.keyboard.press('Enter')
      await expectTold(alice, words, 'Continue')
    }
    await alice.pasteLink(madeUpLink(world.origin, site.origin))
    await alice.sees(site.origin)
    expect(site.asked, 'before the person agreed').toEqual([])
    await alice.button('Cancel').click()
    browser.watch.expect(/WebSocket/)
    for (const [relay, words, todo] of [
      [nobody, /relay doesn’t answer/, 'Try again'],
      [site.origin, /relay doesn’t answer|no Hearth relay/, /Try again|Use a new link/],
      [world.origin, /No host waits under this link/, 'Use a new link'],
    ] as const) {
      browser.watch.allowOrigin(relay)
      await alice.pasteLink(madeUpLink(world.origin, relay))
      await alice.agree()
      await expectTold(alice, words, todo)
      await alice.button('Use a new link').click()
    }
    await alice.page.close()
  } finally {
    await site.close()
  }
})

it('W4: a page of one relay does not dial another: it says so and offers the link’s own page', async () => {
  const { world, browser } = scene()
  const bob = new Person(await browser.openPhone(), 'bob')
  await bob.openLink(madeUpLink(world.origin, 'https://relay.mallory.test'))
  await expectTold(bob, /belongs to another relay/, /Open the link/)
  expect(bob.page.url(), 'the secret must not stay in the address').not.toContain('#A')
  await bob.page.context().close()
})

it('another version of the relay: said, not guessed around', async () => {
  const { world, browser } = scene()
  const context = await browser.newContext(PHONE)
  await context.routeWebSocket(/\/relay\//, (socket) => {
    const relay = socket.connectToServer()
    socket.onMessage((message) => {
      relay.send(typeof message === 'string' ? message.replace('"v":1', '"v":99') : message)
    })
  })
  const bob = new Person(await context.newPage(), 'bob')
  await bob.openLink(madeUpLink(world.origin, world.origin))
  await bob.agree()
  await expectTold(bob, /version/i, /Use a new link|Reload|Try again/)
  await context.close()
})

it('storage that is blocked: the page says what that means, and offers one thing', async () => {
  const { world, browser } = scene()
  const context = await browser.newContext(PHONE)
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
  })
  const bob = new Person(await context.newPage(), 'bob')
  await bob.page.goto(world.origin)
  await expectTold(bob, /Hearth can’t start in this browser/, 'Try again')
  await context.close()
})

it('the host is gone: it is said, the prompt waits and goes out when the host is back; too long a prompt is refused in words', async () => {
  const { world, browser } = scene()
  browser.watch.expect(/WebSocket/)
  const bob = await onPhone(scene())
  await bob.newSession()
  await bob.prompt(`First. ${say('One.')}`)
  await bob.readsOf(/(?<!say=")One\./)

  await bob.composer.fill('x'.repeat(300_000))
  await bob.sees(/too long to send/)
  expect(await bob.button('Send').isEnabled()).toBe(false)
  await bob.composer.fill('')

  await world.host.stop()
  await bob.sees(/Showing what this device has/)
  await bob.prompt(`while-away ${say('Two.')}`)
  await bob.sees(/sent when the host is back/)
  expect(world.asked('while-away')).toBe(0)
  await world.host.start()
  await bob.readsOf(/(?<!say=")Two\./)
  expect(world.asked('while-away')).toBe(1)
  const turns = await turnsOf(world, await newestSession(world))
  expect(turns.map(({ state }) => state)).toEqual(['completed', 'completed'])

  await bob.prompt('Huge. [[text n=15000]]')
  await bob.readsOf('w14999')
  await bob.page.context().close()
})

it('revoked while it is open: it says by whom it was ended and what to do, and shows no more', async () => {
  const { world } = scene()
  const charlie = await onPhone(scene(), 'charlie')
  await charlie.button('New session').first().waitFor()
  await world.hearth.ok(['revoke', 'charlie'])
  await expectTold(charlie, /revoked/i, /Pair again|See the connection/)
})
