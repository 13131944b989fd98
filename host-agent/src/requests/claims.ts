import { HearthError } from '@hearth/shared/protocol'
import type { Receipt } from './api.ts'
import type { After } from './deliver.ts'
import type { Entry } from './entry.ts'
import { RIVAL_WAIT_MS } from './limits.ts'

/** What claiming needs: the way to a request, and what becomes of one whose decision failed. */
interface ClaimParts {
  readonly after: After
  /** @throws {HearthError} `request.unknown`, `request.settled` */
  find(request: string): Entry
  /** A decision did not check out; the request waits again. */
  failed(entry: Entry, error: unknown): void
}

/** Lets one decision at a time at a request. */
export class Claims {
  readonly #parts: ClaimParts

  constructor(parts: ClaimParts) {
    this.#parts = parts
  }

  /**
   * Claims a request. Whoever comes second waits, within bounds, to learn who was first.
   * @throws {HearthError} `request.deciding` and those of `find`
   */
  async claim(request: string): Promise<Entry> {
    const entry = this.#parts.find(request)
    if (entry.state !== 'pending') {
      await this.free(entry)
      this.#parts.find(request)
      throw new HearthError('request.deciding')
    }
    entry.step('claim')
    return entry
  }

  /** Waits until no decision is at work on a request, within bounds. */
  async free(entry: Entry): Promise<void> {
    let cancel = (): void => undefined
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.after(RIVAL_WAIT_MS, resolve)
    })
    await Promise.race([entry.busy, late])
    cancel()
  }

  /** Runs a claimed entry's decision; whatever fails puts it back. */
  async run(entry: Entry, decide: () => Promise<Receipt>): Promise<Receipt> {
    try {
      return await decide()
    } catch (error) {
      entry.step('fail')
      if (entry.state === 'pending') this.#parts.failed(entry, error)
      throw error
    }
  }
}
