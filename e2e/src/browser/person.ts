import type { Locator, Page } from 'playwright-core'
import type { Hearth } from '../world/hearth.ts'
import { confirmPairing, HostPairing } from '../world/pairing.ts'
import { until } from '../world/wait.ts'

/** Longest wait for what a person would wait for: a first turn starts the agent, which takes seconds here. */
const PATIENCE_MS = 45_000

/** Between two looks at a whole transcript: the page lays it out for each, and has other things to do. */
const LOOK_MS = 60

/** Longer than a press has to be held that allows something grave. */
const HOLD_MS = 1_200
const WITH_PASSKEY = 'Allow with passkey'
/** For what may be gone again by then. */
const MOMENT_MS = 1_000

/** What a card offers while something of it was not seen yet. */
export const LEADS_ON: RegExp = /^(Go on|Show all)/

/** Somebody who uses a face of the app, by what can be seen and read there. */
export class Person {
  readonly page: Page
  /** What this device calls itself. */
  readonly name: string

  constructor(page: Page, name: string) {
    this.page = page
    this.name = name
    page.setDefaultTimeout(PATIENCE_MS)
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
  }

  /** Waits for words, anywhere on the screen. */
  async sees(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor()
  }

  /** The six digits, once they are shown. */
  async digits(): Promise<string> {
    const spoken = /(\d) (\d) (\d), (\d) (\d) (\d)/
    const text = await this.page.getByText(spoken).first().textContent()
    return (
      spoken
        .exec(text ?? '')
        ?.slice(1)
        .join('') ?? ''
    )
  }

  /** From the first screen to the list of sessions: takes the link as this face gets it, compares digits, confirms at the host. */
  async pair(
    hearth: Hearth,
    take: (link: string) => Promise<void> = (link) => this.pasteLink(link),
  ): Promise<void> {
    const pairing = new HostPairing(hearth)
    await take(await pairing.link())
    await this.agree()
    await confirmPairing(pairing, this.digits())
    await this.button('Go to sessions').click()
  }

  /** Pastes a pairing link; what follows says where it leads. */
  async pasteLink(link: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Pairing link' }).fill(link)
  }

  /** Opens a pairing link in this browser, as a phone's camera does. */
  async openLink(link: string): Promise<void> {
    await this.page.goto(link)
  }

  /** Gives the device its name and says yes to the relay. */
  async agree(): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name of this device' }).fill(this.name)
    await this.button('Pair').click()
  }

  /** Makes a session from the home screen, in the host's only project. */
  async newSession(place: 'worktree' | 'main' = 'main'): Promise<void> {
    await this.button('New session').first().click()
    await this.createSession(place)
  }

  /** Fills in the screen of a new session. */
  async createSession(place: 'worktree' | 'main' = 'main'): Promise<void> {
    if (place === 'main') await this.page.getByRole('radio', { name: /main checkout/i }).check()
    await this.button('Make the session').click()
    await this.composer.waitFor()
  }

  /** How the way to each host stands. */
  async openStatus(): Promise<void> {
    await this.button('More').click()
    await this.page.getByRole('menuitem', { name: 'Connections' }).click()
  }

  /** Back to the list of sessions, from wherever. */
  async openHome(): Promise<void> {
    const back = this.button(/^Back/)
    if (await back.isVisible()) await back.click()
    await this.page.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor()
  }

  /** Opens a session from the list. */
  async openSession(title: string | RegExp): Promise<void> {
    await this.page.getByRole('list').getByRole('button', { name: title }).first().click()
    await this.composer.waitFor()
  }

  /** Opens what waits for a person, from the top of the home screen. */
  async openNeed(what: string | RegExp): Promise<void> {
    await this.page
      .getByRole('region', { name: /Needs you/ })
      .getByRole('button', { name: what })
      .first()
      .click()
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Prompt' })
  }

  get transcript(): Locator {
    return this.page.getByRole('log')
  }

  async prompt(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.button(/^(Send|Queue)$/).click()
  }

  /** Everything that the transcript shows, white space made one. */
  async reads(): Promise<string> {
    // biome-ignore lint/performance/useDomNodeTextContent: what can be seen, not what the document holds
    return (await this.transcript.innerText()).replace(/\s+/g, ' ')
  }

  /** Waits until the transcript shows a text. */
  async readsOf(text: string | RegExp, ms = PATIENCE_MS): Promise<string> {
    let last = ''
    return until(
      `“${String(text).slice(0, 80)}” in ${this.name}’s transcript`,
      async () => {
        last = await this.reads()
        return (typeof text === 'string' ? last.includes(text) : text.test(last)) && last
      },
      { ms, every: LOOK_MS, explain: () => last },
    )
  }

  /** Reads the card of a request to its end, by the buttons that lead on, until it may be allowed by the button `named`. */
  async readRequest(named = 'Allow once'): Promise<void> {
    const allow = this.button(named)
    await allow.waitFor()
    const card = this.page.getByRole('article').filter({ has: allow })
    await until(
      'the request to be read to its end',
      async () => {
        if (await allow.isEnabled()) return true
        const lead = card.getByRole('button', { name: LEADS_ON }).first()
        // It may have done its work, and be gone, before it is pressed.
        if (await lead.isVisible()) await lead.click({ timeout: MOMENT_MS }).catch(() => undefined)
        return false
      },
      { ms: PATIENCE_MS },
    )
  }

  /** Allows what is asked for, once it was read. */
  async allow(): Promise<void> {
    await this.readRequest()
    // What is grave is held down, and counts before it is let go.
    await this.button('Allow once').click({ delay: HOLD_MS })
  }

  /** Allows what is asked for with a passkey, once it was read. */
  async allowWithPasskey(): Promise<void> {
    await this.readRequest(WITH_PASSKEY)
    await this.button(WITH_PASSKEY).click()
  }

  /** How to press a button at once when the moment comes: it is aimed at now. */
  async aim(name: string): Promise<() => Promise<void>> {
    const button = this.button(name)
    await button.click({ trial: true })
    const box = await button.boundingBox()
    if (box === null) throw new Error(`${name} is not in sight`)
    return () => this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  }

  async deny(): Promise<void> {
    await this.button('Deny').click()
  }
}

/** The text of `[[text n=…]]`. */
export const words = (n: number): string => Array.from({ length: n }, (_, word) => `w${word}`).join(' ')

/** A directive that has the scripted model say a text, whatever is in it. */
export const say = (text: string, more = ''): string =>
  `[[text ${more} say="${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"]]`
