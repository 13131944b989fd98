import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { World } from '../world/world.ts'
import { Browser } from './browser.ts'
import { RELAY_WITH_FACES } from './faces.ts'
import { Person } from './person.ts'
import { findChromium } from './program.ts'

/**
 * Takes the README's pictures of the real thing: `npm run build && node e2e/dist/browser/pictures.js [FOLDER]`.
 * Everything in them happened: the real panel, a phone as Chromium emulates it, the real opencode on the scripted model.
 */
const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../../../docs/images', import.meta.url))
/** A usual side panel (CSS px), drawn for sharp screens. */
const PANEL = { width: 400, height: 780, deviceScaleFactor: 2, mobile: false } as const
/** A phone's picture needs no more pixels than this to be sharp at the size it is shown in. */
const PHONE = { width: 390, height: 780, deviceScaleFactor: 2, mobile: true } as const

type Size = typeof PANEL | typeof PHONE

/** `ready`: a card that moved takes no press for a moment, and looks so. */
const picture = async (
  page: Page,
  name: string,
  size: Size,
  theme: 'light' | 'dark',
  ready: () => Promise<void> = async () => undefined,
): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setDeviceMetricsOverride', size)
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await ready()
  const { width, height } = size
  // Through the protocol: Playwright's own picture of a side panel has one pixel for each CSS pixel.
  const clip = { x: 0, y: 0, width, height, scale: 1 }
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip })
  writeFileSync(join(FOLDER, `${name}.png`), Buffer.from(data, 'base64'))
  await session.detach()
}

const play = async (world: World, browser: Browser): Promise<void> => {
  const alice = new Person(await browser.openPanel(), 'Chrome on Linux')
  await alice.pair(world.hearth)
  const bob = new Person(await browser.openPhone(), 'Phone')
  await bob.pair(world.hearth, (link) => bob.openLink(link))

  await alice.newSession('worktree')
  await alice.prompt('What can you do?')
  await alice.readsOf('hearth remote watch')
  await alice.button('Stop').waitFor({ state: 'detached' })
  await alice.openHome()
  await alice.newSession('worktree')
  await alice.prompt('Add a greeting to hello.txt')
  await alice.button('Allow once').waitFor()
  await alice.openHome()
  await picture(alice.page, 'panel-sessions-dark', PANEL, 'dark')

  await bob.openNeed('Edit 1 file')
  const read = () => bob.readRequest()
  await picture(bob.page, 'phone-request-light', PHONE, 'light', read)
  await picture(bob.page, 'phone-request-dark', PHONE, 'dark', read)
  await alice.openSession(/^Add a greeting/)
  await bob.allow()
  await alice.readsOf('Review the change before you keep it.')
  await alice.button('Stop').waitFor({ state: 'detached' })
  await picture(alice.page, 'panel-session-light', PANEL, 'light')
}

/** The file that the tour's prompt is about. */
const addHello = (repository: string): void => {
  writeFileSync(join(repository, 'hello.txt'), 'A first line.\n')
  const who = ['-c', 'user.name=Hearth', '-c', 'user.email=tour@hearth.invalid', '-c', 'commit.gpgsign=false']
  for (const args of [
    ['add', '.'],
    ['commit', '-q', '-m', 'Say something'],
  ])
    execFileSync('git', ['-C', repository, ...who, ...args])
}

const found = findChromium()
if ('missing' in found) throw new Error(found.missing)
mkdirSync(FOLDER, { recursive: true })
const world = await World.start({}, RELAY_WITH_FACES)
const browser = await Browser.launch(found.path, world.origin)
try {
  addHello(world.repository)
  await play(world, browser)
} finally {
  await browser.close()
  await world.end()
}
