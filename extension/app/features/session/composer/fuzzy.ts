/** How well a name fits: 0 begins with it, 1 has it at the start of a word, 2 inside, 3 has its letters in this order; null not at all. */
export const fit = (name: string, query: string): number | null => {
  const [text, wanted] = [name.toLowerCase(), query.toLowerCase()]
  const at = text.indexOf(wanted)
  if (at === 0) return 0
  if (at > 0) return /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 2 : 1
  let from = 0
  for (const letter of wanted) {
    const found = text.indexOf(letter, from)
    if (found < 0) return null
    from = found + letter.length
  }
  return 3
}

/** Those that fit, the best first, else in their order. `nameOf` gives what is searched. */
export const fitting = <T>(all: readonly T[], query: string, nameOf: (one: T) => string): T[] =>
  all
    .flatMap((one, at) => {
      const rank = fit(nameOf(one), query)
      return rank === null ? [] : [{ one, rank, at }]
    })
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ one }) => one)
