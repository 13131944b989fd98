import { HearthError } from '@hearth/shared/protocol/error'
import type { Push } from '@hearth/shared/transport/relay-wire'
import {
  MAX_PUSHES_IN_FLIGHT,
  PUSH_RETRY_AFTER_MS,
  PUSH_RETRY_MAX_MS,
  PUSH_SERVICE_MS,
  PUSHES_IN_FLIGHT,
} from '../limits.ts'
import type { Log } from '../log.ts'
import { PushPace } from './pace.ts'
import { pushServices } from './services.ts'

/** What a courier needs. */
export interface CourierNeeds {
  /** The push services that it goes to: entries as `pushServices` reads them. */
  services: readonly string[]
  log: Log
  now(): number
}

/**
 * Passes hosts' pushes on to push services. It opens nothing, keeps nothing, follows no redirect and reads no answer
 * but its status. docs/protocol.md, "Push"; RFC 8030.
 */
export class Courier {
  readonly #needs: CourierNeeds
  readonly #services: ReturnType<typeof pushServices>
  readonly #pace: PushPace
  readonly #inFlight = new Map<string, number>()
  readonly #closing = new AbortController()
  #all = 0

  constructor(needs: CourierNeeds) {
    this.#needs = needs
    this.#services = pushServices(needs.services)
    this.#pace = new PushPace(needs.now)
  }

  /** @throws {HearthError} `push.endpoint` where this is no address of a push service that it goes to */
  check(endpoint: string): { url: URL; service: string } {
    const found = this.#services.find(endpoint)
    if (found === undefined) throw new HearthError('push.endpoint')
    return found
  }

  /** Passes one on for a room. @throws {HearthError} `push.endpoint`, `push.gone`, `push.failed`, `relay.rate` */
  async carry(room: string, push: Push): Promise<void> {
    const { url, service } = this.check(push.endpoint)
    const wait = this.#pace.take(room)
    if (wait !== undefined) throw tooFast(wait)
    const mine = this.#inFlight.get(room) ?? 0
    if (mine >= PUSHES_IN_FLIGHT || this.#all >= MAX_PUSHES_IN_FLIGHT) throw tooFast(PUSH_RETRY_AFTER_MS)
    this.#count(room, 1)
    try {
      this.#judge(await this.#post(url, push), service)
    } finally {
      this.#count(room, -1)
    }
  }

  /** Gives up on what is under way. */
  close(): void {
    this.#closing.abort()
  }

  async #post(url: URL, push: Push): Promise<Response> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PUSH_SERVICE_MS)]),
        headers: {
          authorization: push.authorization,
          'content-type': 'application/octet-stream',
          'content-encoding': 'aes128gcm',
          ttl: String(push.ttl),
          urgency: push.urgency,
          topic: push.topic,
        },
        body: Buffer.from(push.body, 'base64url'),
      })
      // Nobody wants to know what it says; cancelling keeps an endless answer out.
      await response.body?.cancel()
      return response
    } catch (cause) {
      const message = 'The push service could not be reached'
      throw new HearthError('push.failed', message, { retryAfter: PUSH_RETRY_AFTER_MS, cause })
    }
  }

  #judge({ status, headers, ok }: Response, service: string): void {
    if (ok) return
    if (status === 404 || status === 410) throw new HearthError('push.gone')
    this.#needs.log.warn('push.refused', { service, status })
    const message = `The push service did not take the push (HTTP ${status})`
    const passes = status === 429 || status >= 500
    throw new HearthError('push.failed', message, passes ? { retryAfter: waitOf(headers) } : {})
  }

  #count(room: string, by: number): void {
    this.#all += by
    const count = (this.#inFlight.get(room) ?? 0) + by
    if (count > 0) this.#inFlight.set(room, count)
    else this.#inFlight.delete(room)
  }
}

const tooFast = (retryAfter: number): HearthError =>
  new HearthError('relay.rate', 'Too many pushes of this host at once', { retryAfter })

/** How long the push service asks to wait, in ms and within bounds; a date counts as not said. */
const waitOf = (headers: Headers): number => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (!Number.isFinite(seconds) || seconds < 0) return PUSH_RETRY_AFTER_MS
  return Math.min(Math.max(seconds * 1000, PUSH_RETRY_AFTER_MS), PUSH_RETRY_MAX_MS)
}
