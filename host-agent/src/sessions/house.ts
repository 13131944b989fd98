import { HearthError, type SessionSummary } from '@hearth/shared/protocol'
import { IDLE_SESSIONS_LOADED } from '../limits.ts'
import type { SessionRow } from '../store/session-rows.ts'
import { SessionAgents } from './agents-view.ts'
import { Engine } from './engine.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LedgerFeed } from './feed.ts'
import { Ledger, type LedgerOwner } from './ledger.ts'
import { AGENTS_TELL_MS } from './limits.ts'
import { Links } from './links.ts'

/** A session that is loaded. */
export interface Loaded {
  readonly row: SessionRow
  readonly ledger: Ledger
  readonly engine: Engine
  readonly agents: SessionAgents
  /** Open feeds with what wakes their readers. */
  readonly feeds: Map<LedgerFeed, () => void>
}

export type HouseParts = Omit<EngineParts, 'ledger' | 'watched' | 'agentsChanged'> & {
  /** A session's line changed. */
  changed(summary: SessionSummary): void
  /** What a session's agents are has changed; told at most once in `AGENTS_TELL_MS`. */
  agentsChanged(session: string): void
}

/** All sessions of the host: their lines always, the sessions themselves as long as something happens in them. */
export class House {
  readonly #parts: HouseParts
  readonly #rows = new Map<string, SessionRow>()
  readonly #loaded = new Map<string, Loaded>()
  #nextNum = 1

  constructor(parts: HouseParts) {
    this.#parts = parts
    for (const row of parts.store.sessions.all()) {
      const seq = parts.store.events.last(row.num)
      this.#rows.set(row.id, { ...row, summary: { ...row.summary, seq } })
      this.#nextNum = row.num + 1
    }
  }

  get size(): number {
    return this.#rows.size
  }

  row(id: string): SessionRow | undefined {
    return this.#rows.get(id)
  }

  summaries(): SessionSummary[] {
    return [...this.#rows.values()].map((row) => this.#loaded.get(row.id)?.ledger.summary ?? row.summary)
  }

  /** Sessions in which a turn waits or runs. */
  busy(): string[] {
    return [...this.#rows.values()].filter((row) => row.busy).map((row) => row.id)
  }

  /** The session, loaded if need be. @throws HearthError `host.unknown_session` */
  get(id: string): Loaded {
    const loaded = this.#loaded.get(id)
    if (loaded !== undefined) {
      // The map's order is that of use.
      this.#loaded.delete(id)
      this.#loaded.set(id, loaded)
      return loaded
    }
    const row = this.#rows.get(id)
    if (row === undefined) throw new HearthError('host.unknown_session')
    const fresh = { row, ...this.#furnish(id, (owner) => Ledger.load(row, this.#parts.store, owner)) }
    this.#loaded.set(id, fresh)
    this.#letGo(id)
    return fresh
  }

  /** A session that is not in the store yet; `keep` it once it is. */
  fresh(id: string): Omit<Loaded, 'row'> & { num: number } {
    const num = this.#nextNum++
    const loaded = this.#furnish(
      id,
      (owner) => new Ledger({ id, num }, { state: null, last: null }, this.#parts.store, owner),
    )
    return { ...loaded, num }
  }

  /** A new session is durable. */
  keep(loaded: Loaded): void {
    this.#rows.set(loaded.row.id, loaded.row)
    this.#loaded.set(loaded.row.id, loaded)
    this.#parts.changed(loaded.ledger.summary)
    this.#letGo(loaded.row.id)
  }

  /** Every loaded session, for closing. */
  loaded(): Loaded[] {
    return [...this.#loaded.values()]
  }

  #furnish(id: string, make: (owner: LedgerOwner) => Ledger): Omit<Loaded, 'row'> {
    const feeds: Loaded['feeds'] = new Map()
    const ledger = make({
      report: this.#parts.report,
      grew: (line) => {
        for (const wake of feeds.values()) this.#safely(wake)
        if (line && this.#rows.has(id)) this.#parts.changed(ledger.summary)
      },
    })
    const agentsChanged = this.#tellAgents(id)
    const parts = { ...this.#parts, ledger, agentsChanged, watched: () => feeds.size > 0 }
    const links = new Links(parts, (agent) => engine.uses(agent))
    const engine = new Engine(parts, links)
    return { ledger, engine, feeds, agents: new SessionAgents(parts, links) }
  }

  /** Tells of changes of a session's agents, those that come together as one. */
  #tellAgents(id: string): () => void {
    let isDue = false
    return () => {
      if (isDue) return
      isDue = true
      this.#parts.clock.after(AGENTS_TELL_MS, () => {
        isDue = false
        if (this.#rows.has(id)) this.#parts.agentsChanged(id)
      })
    }
  }

  #safely(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#parts.report(error)
    }
  }

  /** Lets the least recently used idle sessions go, as far as there are too many; never `wanted`, which is about to be used. */
  #letGo(wanted: string): void {
    let excess = this.#loaded.size - IDLE_SESSIONS_LOADED
    for (const [id, { row, ledger, engine, feeds }] of this.#loaded) {
      if (excess <= 0) return
      if (id === wanted || feeds.size > 0 || ledger.due || !engine.idle) continue
      const { current, queued } = ledger.state
      if (current !== null || queued.length > 0) continue
      engine.release()
      this.#rows.set(id, { ...row, summary: ledger.summary, busy: false })
      this.#loaded.delete(id)
      excess -= 1
    }
  }
}
