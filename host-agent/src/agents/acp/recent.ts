/** A map of the newest entries only: the oldest go when there are more than `limit`. */
export class Recent<T> {
  private readonly entries = new Map<string, T>()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  has(key: string): boolean {
    return this.entries.has(key)
  }

  get(key: string): T | undefined {
    return this.entries.get(key)
  }

  /** Oldest first. */
  values(): IterableIterator<T> {
    return this.entries.values()
  }

  set(key: string, value: T): void {
    this.entries.delete(key)
    this.entries.set(key, value)
    const [oldest] = this.entries.keys()
    if (this.entries.size > this.limit && oldest !== undefined) this.entries.delete(oldest)
  }

  delete(key: string): boolean {
    return this.entries.delete(key)
  }
}
