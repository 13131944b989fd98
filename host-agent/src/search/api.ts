/** A piece of a session in which all words stand. */
export interface Hit {
  readonly session: string
  readonly turn: number
  /** The block of the turn; null for its prompt, and for why it failed. */
  readonly block: number | null
  readonly by: 'person' | 'agent'
  /** The line around the first find. */
  readonly text: string
  /** When, in ms. */
  readonly at: number
}

/** What to look for. */
export interface SearchQuery {
  /** Words as a person writes them; see `createFinder` of the session model. */
  readonly query: string
  /** In one session alone; all of them by default. */
  readonly session?: string | undefined
  /** Hits at most. */
  readonly limit: number
}

/** Hits, the newest session first, the newest turn of it first; `more`: not all that there is was looked at or told. */
export interface Found {
  readonly hits: Hit[]
  readonly more: boolean
}

/** Searching what was said in the sessions of this host. */
export interface Search {
  /**
   * Never holds the event loop for long. `by` is who asks: a new search of theirs ends their last one, which then
   * gives what it has.
   * @throws {HearthError} `host.unknown_session`, `host.busy` when too many others search
   */
  find(query: SearchQuery, by: string): Promise<Found>
}
