import { HearthError } from '@hearth/shared/protocol'
import type { RequestOutcome } from '@hearth/shared/session'
import type { RequestsChange } from './api.ts'
import type { Entry } from './entry.ts'
import { MAX_PENDING, MAX_SETTLED } from './limits.ts'

/** The requests that wait, who settled the last ones, and who wants to know. */
export class RequestBook {
  readonly #entries = new Map<string, Entry>()
  readonly #settled = new Map<string, string | null>()
  readonly #listeners = new Set<(change: RequestsChange) => void>()

  /** @throws {HearthError} `host.queue_full` */
  add(entry: Entry): void {
    if (this.#entries.size >= MAX_PENDING) {
      throw new HearthError('host.queue_full', 'Too many requests wait; answer some of them first')
    }
    this.#entries.set(entry.id, entry)
  }

  /** People are told of it, or told anew. */
  show(entry: Entry): void {
    entry.show()
    this.#tell({ type: 'opened', request: entry.toPending() })
  }

  all(): Entry[] {
    return [...this.#entries.values()]
  }

  find(request: string): Entry | null {
    return this.#entries.get(request) ?? null
  }

  /** @throws {HearthError} `request.settled` naming who, or `request.unknown` */
  get(request: string, nameOf: (device: string) => string): Entry {
    const entry = this.#entries.get(request)
    if (entry !== undefined) return entry
    const by = this.#settled.get(request)
    if (by === undefined) throw new HearthError('request.unknown')
    throw new HearthError(
      'request.settled',
      by === null ? undefined : `${nameOf(by)} has answered this request`,
    )
  }

  /** Takes it out, tells the turn engine, then everybody else. */
  settle(entry: Entry, outcome: RequestOutcome, by: string | null, rule: string | null): void {
    this.#entries.delete(entry.id)
    if (outcome !== 'withdrawn') this.#remember(entry.id, by)
    entry.tell(outcome, by, rule)
    if (entry.isShown) this.#tell({ type: 'gone', request: entry.id, outcome, by })
  }

  onChange(listener: (change: RequestsChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(change: RequestsChange): void {
    for (const listener of [...this.#listeners]) listener(change)
  }

  #remember(request: string, by: string | null): void {
    this.#settled.set(request, by)
    const oldest = this.#settled.keys().next()
    if (this.#settled.size > MAX_SETTLED && oldest.done !== true) this.#settled.delete(oldest.value)
  }
}
