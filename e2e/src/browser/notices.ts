import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core'
import { until } from '../world/wait.ts'

/** A notification as the worker that showed it reads it back. */
export interface ShownNotice {
  readonly tag: string
  readonly title: string
  readonly body: string
  readonly silent: boolean
  readonly actions: readonly string[]
}

/** In the worker: all that it shows now. */
const SHOWN = `self.registration.getNotifications().then((all) =>
  all.map(({ tag, title, body, silent, actions }) => ({
    tag, title, body, silent, actions: actions.map(({ action }) => action),
  })))`

/**
 * In the worker: the event of a press. No protocol presses notifications, so the event is made by hand; browsers let
 * nobody wait for one that is.
 */
const pressing = (
  tag: string,
  action: string,
): string => `self.registration.getNotifications().then((all) => {
  const notification = all.find(({ tag }) => tag === ${JSON.stringify(tag)})
  if (!notification) return false
  const event = new NotificationEvent('notificationclick', { notification, action: ${JSON.stringify(action)} })
  Object.defineProperty(event, 'waitUntil', { value: (work) => void work })
  self.dispatchEvent(event)
  return true
})`

/** The notifications that the web view's push worker shows for one host, driven as the browser drives them. */
export class Notices {
  readonly #session: CDPSession
  readonly #registration: string
  readonly #origin: string
  readonly #worker: Worker

  private constructor(session: CDPSession, registration: string, origin: string, worker: Worker) {
    this.#session = session
    this.#registration = registration
    this.#origin = origin
    this.#worker = worker
  }

  /** Waits for the page's push worker, whichever host it is for. */
  static async of(page: Page, context: BrowserContext = page.context()): Promise<Notices> {
    const { origin } = new URL(page.url())
    const session = await context.newCDPSession(page)
    let registration: string | undefined
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { registrationId, scopeURL, isDeleted } of registrations)
        if (!isDeleted && scopeURL.startsWith(`${origin}/push/`)) registration = registrationId
    })
    await session.send('ServiceWorker.enable')
    const id = await until('the push worker to be registered', () => registration)
    const worker = await until('the push worker to run', () =>
      context.serviceWorkers().find((one) => one.url() === `${origin}/push.js`),
    )
    return new Notices(session, id, origin, worker)
  }

  /** Delivers a push as the browser does after it has decrypted one. */
  async push(body: object | string): Promise<void> {
    const data = typeof body === 'string' ? body : JSON.stringify(body)
    await this.#session.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: this.#registration,
      data,
    })
  }

  shown(): Promise<readonly ShownNotice[]> {
    return this.#worker.evaluate<ShownNotice[]>(SHOWN)
  }

  /** Waits for one notification whose title reads so. */
  async sees(title: RegExp): Promise<ShownNotice> {
    let last: readonly ShownNotice[] = []
    return until(
      `a notification ${title}`,
      async () => {
        last = await this.shown()
        return last.find((one) => title.test(one.title))
      },
      { explain: () => JSON.stringify(last) },
    )
  }

  /** Presses a button of a notification, or its body with ''. */
  async press({ tag }: Pick<ShownNotice, 'tag'>, action: string): Promise<void> {
    if (!(await this.#worker.evaluate<boolean>(pressing(tag, action)))) throw new Error(`${tag} is not shown`)
  }
}
