import type { SessionBrakes } from '../service.ts'

/** Brakes that a test holds. */
export class FakeBrakes implements SessionBrakes {
  isPaused = false
  readonly held = new Set<string>()
  readonly #listeners = new Set<() => void>()

  holds(session: string): boolean {
    return this.isPaused || this.held.has(session)
  }

  async prompted(session: string): Promise<void> {
    this.set(() => this.held.delete(session))
  }

  /** Something is held back, or no longer. */
  set(change: () => unknown): void {
    change()
    for (const listener of this.#listeners) listener()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
