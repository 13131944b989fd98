import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'
import {
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
  type Browser as PlaywrightBrowser,
  type Worker,
} from 'playwright-core'
import { until } from '../world/wait.ts'
import { EXTENSION_FOLDER, EXTENSION_ID, PANEL_URL } from './faces.ts'
import { PHONE } from './phone.ts'
import { Watch } from './watch.ts'

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Software draws each frame here: what moves for ever would take a core from the processes under test.
  '--force-prefers-reduced-motion',
  '--window-size=1280,900',
  // A click on the extension's icon through the protocol: it has no other way in for a program.
  '--enable-unsafe-extension-debugging',
]

/** By default playwright hides what is neither a tab nor a worker; the side panel is such a target. */
const SEE_SIDE_PANEL = 'PW_CHROMIUM_ATTACH_TO_OTHER'

/** One profile of a real Chromium with the extension in it, and phones beside it. */
export class Browser {
  readonly context: BrowserContext
  readonly watch: Watch
  readonly #profile: string
  readonly #relay: string

  private constructor(context: BrowserContext, profile: string, relay: string, watch: Watch) {
    this.context = context
    this.#profile = profile
    this.#relay = relay
    this.watch = watch
  }

  /**
   * Starts it with an empty profile. `relay` is the origin of the only relay that its pages may talk to;
   * `extension` is the folder of ours, `others` those of further extensions.
   */
  static async launch(
    program: string,
    relay: string,
    { extension = EXTENSION_FOLDER, others = [] }: { extension?: string; others?: readonly string[] } = {},
  ): Promise<Browser> {
    const extensions = [extension, ...others].join(',')
    process.env[SEE_SIDE_PANEL] = '1'
    const profile = mkdtempSync(join(tmpdir(), 'hearth-browser-'))
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: program,
      // Said by the flag: playwright's own option would start it without extensions.
      headless: false,
      viewport: null,
      args: [...FLAGS, `--load-extension=${extensions}`, `--disable-extensions-except=${extensions}`],
    })
    const watch = new Watch()
    watch.allowOrigin(relay)
    watch.add(context)
    return new Browser(context, profile, relay, watch)
  }

  /**
   * Clicks the extension's icon in the window of a tab, as a person does: the real side panel opens, and is driven as
   * any page. The tab must be the only one with its URL.
   */
  async openPanel(tab: Page = this.tab()): Promise<Page> {
    await this.#iconOpensPanel()
    const session = await this.#session()
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'tab' }] })
    const targetId = targetInfos.find(({ url }) => url === tab.url())?.targetId
    if (targetId === undefined) throw new Error(`no tab shows ${tab.url()}`)
    const opened = this.context.waitForEvent('page', { predicate: (page) => page.url() === PANEL_URL })
    await Promise.all([opened, session.send('Extensions.triggerAction', { id: EXTENSION_ID, targetId })])
    await session.detach()
    const panel = await opened
    await panel.waitForLoadState()
    return panel
  }

  /** A phone with storage of its own, showing the web view. */
  async openPhone(path = '/'): Promise<Page> {
    const page = await (await this.newContext(PHONE)).newPage()
    await page.goto(this.#relay + path)
    return page
  }

  /** Pages with storage of their own, watched like the rest. */
  async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser().newContext(options)
    this.watch.add(context)
    return context
  }

  /** The worker of an extension. */
  worker(of: (url: string) => boolean): Promise<Worker> {
    return until('the worker', () => this.context.serviceWorkers().find((worker) => of(worker.url())))
  }

  /** All storage that there is now. */
  contexts(): BrowserContext[] {
    return this.#browser().contexts()
  }

  async close(): Promise<void> {
    await this.context.close()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  /** The first tab: beside it the panel opens. */
  tab(): Page {
    const tab = this.context.pages().find((page) => page.url() !== PANEL_URL)
    if (tab === undefined) throw new Error('there is no tab')
    return tab
  }

  /** Right after the start a click on the icon does nothing yet. */
  async #iconOpensPanel(): Promise<void> {
    const worker = await this.worker((url) => url.startsWith(CHROME_EXTENSION_ORIGIN))
    const behavior = 'chrome.action.onClicked.hasListeners()'
    await until('the icon to open the panel', () => worker.evaluate<boolean>(behavior))
  }

  #session(): Promise<CDPSession> {
    return this.#browser().newBrowserCDPSession()
  }

  #browser(): PlaywrightBrowser {
    const browser = this.context.browser()
    if (browser === null) throw new Error('Chromium has ended')
    return browser
  }
}
