/** What one channel's device has on a focused screen. */
export interface Seen {
  readonly requests: readonly string[]
  readonly sessions: readonly string[]
}

/** What is on focused screens of all devices now. Nobody has to be woken for these. */
export class Screens {
  readonly #channels = new Map<string, Seen>()

  /** Whole each time; nothing forgets the channel. */
  set(channel: string, seen: Seen): void {
    if (seen.requests.length + seen.sessions.length === 0) this.#channels.delete(channel)
    else this.#channels.set(channel, seen)
  }

  shows(request: string): boolean {
    return [...this.#channels.values()].some(({ requests }) => requests.includes(request))
  }

  showsSession(session: string): boolean {
    return [...this.#channels.values()].some(({ sessions }) => sessions.includes(session))
  }
}
