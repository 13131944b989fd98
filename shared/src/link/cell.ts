/** Something that can be looked at and listened to. */
export interface Watched<T> {
  readonly value: T
  /** Calls `listener` at every change; not at once. The function returned ends that. */
  listen(listener: (value: T) => void): () => void
}

/** A value with listeners. Setting the same value tells nobody. */
export class Cell<T> implements Watched<T> {
  readonly #listeners = new Set<(value: T) => void>()
  #value: T

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of [...this.#listeners]) listener(value)
  }

  listen(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
