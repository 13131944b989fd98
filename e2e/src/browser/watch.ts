import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'
import type { BrowserContext, Page } from 'playwright-core'

/**
 * Everything in a page that must not happen: errors in its console (a broken content security policy is one),
 * exceptions, dialogs, and requests to anybody but the relay.
 */
export class Watch {
  readonly #faults: { readonly text: string; readonly kind: FaultKind }[] = []
  readonly #origins = new Set<string>([CHROME_EXTENSION_ORIGIN])
  #expected: RegExp[] = []

  /** Lets pages talk to an origin: the relay's. */
  allowOrigin(origin: string): void {
    this.#origins.add(origin)
    this.#origins.add(origin.replace(/^http/, 'ws'))
  }

  /** From now on until the end of the test, errors with such a text are part of the story. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns)
  }

  /** Looks at all pages of a context, present and future. */
  add(context: BrowserContext): void {
    for (const page of context.pages()) this.#look(page)
    context.on('page', (page) => this.#look(page))
    context.on('request', (request) => this.#request(request.url()))
  }

  /** What happened since the last call that nobody expected. Forgets it, and what was expected. */
  take(): string[] {
    const faults = this.#faults.filter(({ text }) => !this.#expected.some((pattern) => pattern.test(text)))
    this.#faults.length = 0
    this.#expected = []
    return faults.map(({ kind, text }) => `${kind}: ${text}`)
  }

  #look(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#fault('console', `${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => this.#fault('exception', error.stack ?? error.message))
    page.on('crash', () => this.#fault('crash', page.url()))
    page.on('websocket', (socket) => this.#request(socket.url()))
    page.on('dialog', (dialog) => {
      this.#fault('dialog', `${dialog.type()}: ${dialog.message()}`)
      dialog.dismiss().catch(() => undefined)
    })
  }

  #request(url: string): void {
    const { protocol, host, origin } = new URL(url)
    if (['data:', 'blob:', 'about:'].includes(protocol)) return
    // Only http and its relatives have an origin for URL.
    const from = origin === 'null' ? `${protocol}//${host}` : origin
    if (!this.#origins.has(from)) this.#fault('request', url)
  }

  #fault(kind: FaultKind, text: string): void {
    this.#faults.push({ kind, text })
  }
}

type FaultKind = 'console' | 'exception' | 'crash' | 'dialog' | 'request'
