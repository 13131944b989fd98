import { reduce, type SessionEvent, type SessionState } from '@hearth/shared/session'
import type { Feed, Sessions } from '../../api.ts'

/** Bytes that a reader takes at a time: a few events. */
const SIP = 400

/** A device that reads one session's log, is cut off, and comes back with what it has. */
export class Reader {
  readonly session: string
  /** The log from the first event on, or, for one that began with a snapshot, from there. */
  readonly events: SessionEvent[] = []
  readonly #beginsWithSnapshot: boolean
  state: SessionState | null = null
  woken = 0
  #feed: Feed | null = null

  constructor(session: string, beginsWithSnapshot: boolean) {
    this.session = session
    this.#beginsWithSnapshot = beginsWithSnapshot
  }

  get isOpen(): boolean {
    return this.#feed !== null
  }

  /** @throws HearthError `host.cursor` where the host's log is shorter than what was read: something was told that is not durable */
  open(sessions: Sessions): void {
    if (this.#feed !== null) return
    this.#feed = sessions.open(this.session, this.state?.seq ?? 0, () => {
      this.woken += 1
    })
    if (this.state === null && this.#beginsWithSnapshot) this.state = this.#feed.snapshot(50)
  }

  /** Reads a little; true when something came. */
  read(bytes = SIP): boolean {
    const rows = this.#feed?.read(bytes) ?? []
    for (const { event } of rows) {
      this.state = reduce(this.state, event)
      this.events.push(event)
    }
    return rows.length > 0
  }

  /** The line is cut. With a dead host nothing is said. */
  drop(isHostAlive = true): void {
    if (isHostAlive) this.#feed?.close()
    this.#feed = null
  }
}
