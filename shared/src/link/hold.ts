/**
 * Reasons why something must not run now (a hidden page, no network, a pairing). It is held while there is any;
 * a boolean would be released by whoever forgets the others.
 */
export class Hold<Reason extends string = string> {
  readonly #reasons = new Set<Reason>()
  readonly #onChange: (held: boolean) => void

  constructor(onChange: (held: boolean) => void) {
    this.#onChange = onChange
  }

  get held(): boolean {
    return this.#reasons.size > 0
  }

  get reasons(): readonly Reason[] {
    return [...this.#reasons]
  }

  add(reason: Reason): void {
    const before = this.held
    this.#reasons.add(reason)
    if (!before) this.#onChange(true)
  }

  drop(reason: Reason): void {
    if (this.#reasons.delete(reason) && !this.held) this.#onChange(false)
  }
}
