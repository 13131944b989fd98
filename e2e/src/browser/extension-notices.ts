import type { Worker } from 'playwright-core'
import { until } from '../world/wait.ts'

/** A notification as the extension asked the browser for it: `chrome.notifications` tells nobody what it shows. */
export interface ExtensionNotice {
  readonly tag: string
  readonly title: string
  readonly message: string
  readonly buttons: readonly string[]
  readonly silent: boolean
}

/** In the worker: notes what is asked of the browser, and leaves the rest to it. */
const LISTEN_IN = `(() => {
  globalThis.asked = new Map()
  for (const name of ['create', 'update']) {
    const real = chrome.notifications[name].bind(chrome.notifications)
    chrome.notifications[name] = async (tag, options) => {
      const done = await real(tag, options)
      if (done) globalThis.asked.set(tag, options)
      return done
    }
  }
})()`

/** In the worker: what the browser shows now. */
const SHOWN = `chrome.notifications.getAll().then((all) =>
  Object.keys(all).map((tag) => {
    const { title, message, buttons = [], silent = false } = globalThis.asked.get(tag) ?? {}
    return { tag, title, message, buttons: buttons.map(({ title }) => title), silent }
  }))`

/** The notifications of the extension's background, in the browser that shows them. */
export class ExtensionNotices {
  readonly #worker: Worker

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  static async of(worker: Worker): Promise<ExtensionNotices> {
    await worker.evaluate(LISTEN_IN)
    return new ExtensionNotices(worker)
  }

  shown(): Promise<readonly ExtensionNotice[]> {
    return this.#worker.evaluate<ExtensionNotice[]>(SHOWN)
  }

  /** Waits for one whose title reads so. */
  async sees(title: RegExp): Promise<ExtensionNotice> {
    let last: readonly ExtensionNotice[] = []
    return until(
      `a notification ${title}`,
      async () => {
        last = await this.shown()
        return last.find((one) => title.test(one.title))
      },
      { explain: () => JSON.stringify(last) },
    )
  }

  /** Waits until it is gone. */
  async leaves({ tag }: Pick<ExtensionNotice, 'tag'>): Promise<void> {
    await until('the notification to go', async () => (await this.shown()).every((one) => one.tag !== tag))
  }

  /** Presses a button by its words. No protocol presses notifications: the event is raised where the browser raises it. */
  async press({ tag, buttons }: ExtensionNotice, button: string): Promise<void> {
    const press = `chrome.notifications.onButtonClicked.dispatch(${JSON.stringify(tag)}, ${buttons.indexOf(button)})`
    await this.#worker.evaluate(press)
  }

  /** Presses the notification itself. */
  async open({ tag }: Pick<ExtensionNotice, 'tag'>): Promise<void> {
    await this.#worker.evaluate(`chrome.notifications.onClicked.dispatch(${JSON.stringify(tag)})`)
  }
}
