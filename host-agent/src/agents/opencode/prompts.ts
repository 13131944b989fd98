/**
 * The prompts of one run of opencode, in the order in which it stored them: the turn's own, those that steer it,
 * and what others put into it. An answer names the newest prompt that it answers; it has all earlier ones too.
 */
export class Prompts {
  /** Every prompt that opencode has stored for this run. */
  private readonly stored: string[]
  /** Those that steer and have not been taken in. */
  private readonly open = new Set<string>()
  private readonly awaited = new Map<string, () => void>()

  constructor(own: string) {
    this.stored = [own]
  }

  /** A prompt is about to be given to the running turn. */
  give(key: string): void {
    this.open.add(key)
  }

  /** It is no longer waited for: it was not taken in. */
  drop(key: string): void {
    this.open.delete(key)
  }

  /** opencode has stored a prompt. */
  store(id: string): void {
    if (!this.stored.includes(id)) this.stored.push(id)
    this.awaited.get(id)?.()
    this.awaited.delete(id)
  }

  /** Resolves when opencode has stored a prompt that is on its way. */
  whenStored(id: string): Promise<void> {
    return new Promise((resolve) => this.awaited.set(id, resolve))
  }

  /** Those that steer, of which nobody knows yet whether they will be taken in. */
  waiting(): readonly string[] {
    return [...this.open]
  }

  /** An answer to `id` has begun: the steering prompts that it takes in. Null when `id` is not of this run. */
  answered(id: string): readonly string[] | null {
    const at = this.stored.indexOf(id)
    if (at === -1) return null
    const taken = this.stored.slice(0, at + 1).filter((key) => this.open.has(key))
    for (const key of taken) this.open.delete(key)
    return taken
  }
}
