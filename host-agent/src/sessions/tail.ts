import { TAIL_MAX_BYTES, TAIL_MAX_EVENTS } from '../limits.ts'
import type { EventRow } from '../store/event-rows.ts'

/** The newest events of a log, in order and without gaps, bounded in number and bytes. */
export class Tail {
  #events: EventRow[] = []
  #start = 0
  #bytes = 0

  push(row: EventRow): void {
    this.#events.push(row)
    this.#bytes += row.packed.length
    while (this.#bytes > TAIL_MAX_BYTES || this.#events.length - this.#start > TAIL_MAX_EVENTS) {
      this.#bytes -= this.#events[this.#start]?.packed.length ?? 0
      this.#start += 1
    }
    if (this.#start > TAIL_MAX_EVENTS) {
      this.#events = this.#events.slice(this.#start)
      this.#start = 0
    }
  }

  /** The events after `after`, or null when they reach further back than this. */
  after(after: number): readonly EventRow[] | null {
    const first = this.#events[this.#start]?.seq
    if (first === undefined || after + 1 < first) return null
    return this.#events.slice(this.#start + after + 1 - first)
  }
}
