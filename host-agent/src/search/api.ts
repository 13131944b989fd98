import type { SearchHit } from '@hearth/shared/protocol'

/** What to look for. */
export interface SearchQuery {
  /** Words as a person writes them; see `createFinder` of the session model. */
  readonly query: string
  /** In one session alone, or in all of them with null. */
  readonly session: string | null
  /** Hits at most. */
  readonly limit: number
}

/** Hits, the newest session first, the newest turn of it first; `more`: not all that there is was looked at or told. */
export interface Found {
  readonly hits: SearchHit[]
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
