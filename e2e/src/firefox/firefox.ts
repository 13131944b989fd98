import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { until } from '../world/wait.ts'
import { Bidi } from './bidi.ts'

const EXTENSION = fileURLToPath(new URL('../../../extension/.output/firefox-mv3', import.meta.url))
const ID = 'hearth@hearth.invalid'
/** Firefox gives each installation an origin of its own; the profile sets it beforehand, so that a relay can know it. */
const UUID = '5a1e7b52-6c0d-4a4e-9a57-1d2f3c4b5a69'
export const FIREFOX_ORIGIN = `moz-extension://${UUID}`
const START_MS = 30_000

/** Set before the start: nothing is fetched from anywhere. */
const PREFERENCES: Record<string, unknown> = {
  'extensions.webextensions.uuids': JSON.stringify({ [ID]: UUID }),
  'app.update.auto': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
}

type Context = { readonly context: string; readonly url: string }

/** A real Firefox with the extension, driven over WebDriver BiDi. */
export class Firefox {
  readonly bidi: Bidi
  /** Errors that pages wrote or threw. */
  readonly errors: string[]
  readonly #child: ChildProcess
  readonly #profile: string

  private constructor(child: ChildProcess, bidi: Bidi, errors: string[], profile: string) {
    this.#child = child
    this.bidi = bidi
    this.errors = errors
    this.#profile = profile
  }

  /** Starts it with an empty profile and installs the extension. */
  static async launch(program: string): Promise<Firefox> {
    const profile = mkdtempSync(join(tmpdir(), 'hearth-firefox-'))
    const lines = Object.entries(PREFERENCES).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    )
    writeFileSync(join(profile, 'user.js'), `${lines.join('\n')}\n`)
    const child = spawn(
      program,
      [
        '--headless',
        '--no-remote',
        '--profile',
        profile,
        '--remote-debugging-port',
        '0',
        '--remote-allow-system-access',
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
      },
    )
    try {
      const errors: string[] = []
      const bidi = await Bidi.open(await addressOf(child), (method, params) => {
        const { level, text } = params as { level?: string; text?: string }
        if (method === 'log.entryAdded' && level === 'error') errors.push(text ?? '')
      })
      await bidi.send('session.subscribe', { events: ['log.entryAdded'] })
      await bidi.send('webExtension.install', { extensionData: { type: 'path', path: EXTENSION } })
      return new Firefox(child, bidi, errors, profile)
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
  }

  /** Opens a page in a tab of its own. */
  async open(url: string): Promise<FirefoxPage> {
    const { context } = await this.bidi.send<Context>('browsingContext.create', { type: 'tab' })
    await this.bidi.send('browsingContext.navigate', { context, url, wait: 'complete' })
    return new FirefoxPage(this.bidi, context)
  }

  /** Opens the sidebar and gives its address, as Firefox itself tells. */
  async openSidebar(): Promise<string> {
    const { contexts } = await this.bidi.send<{ contexts: Context[] }>('browsingContext.getTree', {
      'moz:scope': 'chrome',
    })
    const window = new FirefoxPage(this.bidi, contexts[0]?.context ?? '')
    const sidebar = `${ID.replace(/[@.]/g, '_')}-sidebar-action`
    await window.run(`SidebarController.show(${JSON.stringify(sidebar)}).then(() => '')`)
    const shown = `document.getElementById('sidebar').contentDocument
      ?.getElementById('webext-panels-browser')?.currentURI?.spec ?? ''`
    return until('the sidebar', async () => {
      const url = await window.run(shown)
      return url.startsWith('moz-extension:') ? url : undefined
    })
  }

  async close(): Promise<void> {
    this.bidi.close()
    const ended = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.kill('SIGKILL')
    await ended
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** A page of Firefox. */
export class FirefoxPage {
  readonly #bidi: Bidi
  readonly #context: string

  constructor(bidi: Bidi, context: string) {
    this.#bidi = bidi
    this.#context = context
  }

  /** Evaluates an expression (or a promise) that comes to a text. */
  async run(expression: string): Promise<string> {
    const said = await this.#bidi.send<{
      result?: { value?: unknown }
      exceptionDetails?: { text: string }
    }>('script.evaluate', { expression, target: { context: this.#context }, awaitPromise: true })
    if (said.exceptionDetails) throw new Error(said.exceptionDetails.text)
    return String(said.result?.value ?? '')
  }

  /** Everything that can be read. */
  text(): Promise<string> {
    return this.run('document.body.innerText')
  }

  /** Waits for a text. */
  async sees(text: string | RegExp, ms = 20_000): Promise<string> {
    let last = ''
    return until(
      `“${text}” in Firefox`,
      async () => {
        last = await this.text()
        return (typeof text === 'string' ? last.includes(text) : text.test(last)) ? last : undefined
      },
      { ms, explain: () => last },
    )
  }

  /** Clicks what has a role and a name for assistive technology, as a person does: with the pointer. */
  async click(role: string, name: string): Promise<void> {
    const element = await this.#find(role, name)
    const origin = { type: 'element', element }
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]
    await this.#bidi.send('input.performActions', {
      context: this.#context,
      actions: [{ type: 'pointer', id: 'mouse', actions }],
    })
  }

  /** Clicks into a field and types. */
  async type(role: string, name: string, text: string): Promise<void> {
    await this.click(role, name)
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.#bidi.send('input.performActions', {
      context: this.#context,
      actions: [{ type: 'key', id: 'keys', actions }],
    })
  }

  #find(role: string, name: string): Promise<{ sharedId: string }> {
    return until(`${role} “${name}” in Firefox`, async () => {
      const { nodes } = await this.#bidi.send<{ nodes: { sharedId: string }[] }>(
        'browsingContext.locateNodes',
        { context: this.#context, locator: { type: 'accessibility', value: { role, name } } },
      )
      return nodes[0] && { sharedId: nodes[0].sharedId }
    })
  }
}

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const bound = setTimeout(() => reject(new Error('Firefox did not start')), START_MS)
    child.once('error', reject)
    child.once('close', () => reject(new Error('Firefox ended at once')))
    if (child.stderr === null) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, url] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? []
      if (url === undefined) return
      clearTimeout(bound)
      resolve(url)
    })
  })
