import { HearthError, type SearchHit, WIRE_LIMITS } from '@hearth/shared/protocol'
import { createFinder, type Finder, findsIn, isSettled, type Piece, type Turn } from '@hearth/shared/session'
import type { Sessions } from '../sessions/api.ts'
import type { HostDatabase } from '../store/open.ts'
import type { Found, Search, SearchQuery } from './api.ts'
import { MAX_SEARCHES, SEARCH_MAX_TURN, SEARCH_MS, SEARCH_SLICE_MS } from './limits.ts'
import { createSlices, type Slices } from './slices.ts'
import { createGlance, findsInStored, type Glance } from './stored.ts'
import { type StoredTurns, storedTurns } from './turns.ts'

const LINE = WIRE_LIMITS.searchLine.value

/** What a search is made of. */
export interface SearchParts {
  readonly db: HostDatabase
  readonly sessions: Pick<Sessions, 'summaries' | 'open'>
  /** A clock that only goes forward, in ms. */
  readonly now?: () => number
}

/** One search that goes on. */
interface Going {
  ended: boolean
}

/** Opens the search over a host's sessions. */
export const openSearch = ({ db, sessions, now = () => performance.now() }: SearchParts): Search => {
  const turns = storedTurns(db)
  const going = new Map<string, Going>()
  return {
    async find(query, by) {
      const finder = createFinder(query.query)
      const ids = chosen(sessions, query)
      if (finder === null) return { hits: [], more: false }
      const last = going.get(by)
      if (last !== undefined) last.ended = true
      else if (going.size >= MAX_SEARCHES) throw new HearthError('host.busy')
      const own: Going = { ended: false }
      going.set(by, own)
      const until = now() + SEARCH_MS
      try {
        return await new Run({
          ...{ finder, turns, sessions, limit: query.limit },
          slices: createSlices(SEARCH_SLICE_MS, now),
          over: () => own.ended || now() >= until,
        }).through(ids)
      } finally {
        if (going.get(by) === own) going.delete(by)
      }
    },
  }
}

/** The sessions to look into, the last changed first. @throws HearthError `host.unknown_session` */
const chosen = (sessions: Pick<Sessions, 'summaries'>, { session }: SearchQuery): SessionPlace[] => {
  const all = sessions.summaries()
  const wanted = session === null ? [...all] : all.filter(({ id }) => id === session)
  if (session !== null && wanted.length === 0) throw new HearthError('host.unknown_session')
  return wanted
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .map(({ id, state, queued }) => ({ id, live: queued > 0 || !(state === null || isSettled(state)) }))
}

/** A session, and whether something in it has not ended: that is not in the table of turns yet. */
interface SessionPlace {
  readonly id: string
  readonly live: boolean
}

interface RunParts {
  readonly finder: Finder
  readonly turns: StoredTurns
  readonly sessions: Pick<Sessions, 'open'>
  readonly limit: number
  readonly slices: Slices
  /** Is its time over, or has its caller asked for something else? */
  over(): boolean
}

/** One search, from the newest session to the oldest. */
class Run {
  readonly #parts: RunParts
  readonly #glance: Glance
  readonly #hits: SearchHit[] = []
  #more = false

  constructor(parts: RunParts) {
    this.#parts = parts
    this.#glance = createGlance(parts.finder)
  }

  async through(places: readonly SessionPlace[]): Promise<Found> {
    for (const place of places) {
      await this.#parts.slices.rest()
      if (!(await this.#session(place))) break
    }
    return { hits: this.#hits, more: this.#more }
  }

  /** @returns false when the search is over */
  async #session({ id, live }: SessionPlace): Promise<boolean> {
    const { turns, finder, slices } = this.#parts
    const number = turns.number(id)
    // Both in one step: a turn that ends meanwhile is in the one or the other.
    const going = live ? this.#live(id) : []
    const stored = number === undefined ? [] : turns.list(number)
    for (const turn of going) {
      if (!this.#take(id, turn.n, findsIn(turn, finder))) return false
    }
    for (const { n, size } of stored) {
      if (this.#parts.over()) return this.#end()
      if (size > SEARCH_MAX_TURN) {
        this.#more = true
        continue
      }
      const body = number === undefined ? undefined : turns.body(number, n)
      if (body === undefined) continue
      if (!this.#take(id, n, await findsInStored(body, { finder, slices, glance: this.#glance })))
        return false
      await slices.rest()
    }
    return true
  }

  /** Turns that wait or run, the newest first. */
  #live(session: string): Turn[] {
    const feed = this.#parts.sessions.open(session, 0, () => undefined)
    try {
      const { current, queued } = feed.snapshot(0)
      return [...(current === null ? [] : [current]), ...queued].sort((a, b) => b.n - a.n)
    } finally {
      feed.close()
    }
  }

  #take(session: string, turn: number, pieces: readonly Piece[]): boolean {
    const { finder, limit } = this.#parts
    for (const { by, block, text, at } of pieces) {
      if (this.#hits.length === limit) return this.#end()
      this.#hits.push({ session, turn, block, by, at, ...finder.line(text, LINE) })
    }
    return true
  }

  #end(): false {
    this.#more = true
    return false
  }
}
