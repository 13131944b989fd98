import { TAIL_MAX_BYTES, TAIL_MAX_EVENTS } from '../limits.ts'
import type { EventRow } from '../store/event-rows.ts'

/** The newest events of a log, in order and without gaps, bounded in number and bytes. */
export class Tail {
  readonly #events: EventRow[] = []
  #bytes = 0

  push(row: EventRow): void {
    this.#events.push(row)
    this.#bytes += row.packed.length
    // What goes is let go at once: a row can be a hundred kilobytes.
    while (this.#bytes > TAIL_MAX_BYTES || this.#events.length > TAIL_MAX_EVENTS)
      this.#bytes -= this.#events.shift()?.packed.length ?? 0
  }

  /** Events that are kept. */
  get length(): number {
    return this.#events.length
  }

  /** The events after `after`, or null when they reach further back than this. */
  after(after: number): readonly EventRow[] | null {
    const first = this.#events[0]?.seq
    if (first === undefined || after + 1 < first) return null
    return this.#events.slice(after + 1 - first)
  }
}
