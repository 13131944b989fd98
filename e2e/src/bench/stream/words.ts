/** When each numbered word (`w0 w1 …`) of a streamed answer came by, in ms of this process's clock. */
export class Words {
  readonly times = new Map<number, number>()
  #rest = ''

  /** Takes a piece of text, however it was cut or merged. */
  take(text: string): void {
    const now = performance.now()
    const all = this.#rest + text
    let end = 0
    for (const match of all.matchAll(/w(\d+) /g)) {
      this.times.set(Number(match[1]), now)
      end = match.index + match[0].length
    }
    this.#rest = all.slice(end)
  }

  clear(): void {
    this.times.clear()
    this.#rest = ''
  }

  /** For each word that both saw: how much later this one did, in ms. */
  after(earlier: Words): number[] {
    return [...this.times].flatMap(([word, at]) => {
      const before = earlier.times.get(word)
      return before === undefined ? [] : [at - before]
    })
  }
}
