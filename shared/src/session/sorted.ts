interface Numbered {
  readonly n: number
}

/** Where `n` stands or belongs in a list that is sorted by `n`. */
const position = (list: readonly Numbered[], n: number): number => {
  let low = 0
  let high = list.length
  // The newest is asked for most.
  if (high > 0 && (list[high - 1]?.n ?? 0) < n) return high
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle]?.n ?? 0) < n) low = middle + 1
    else high = middle
  }
  return low
}

/** The item numbered `n` of a sorted list. */
export const findNumbered = <T extends Numbered>(list: readonly T[], n: number): T | undefined => {
  const found = list[position(list, n)]
  return found?.n === n ? found : undefined
}

/** A copy of a sorted list with `item` at its place, instead of what had its number. */
export const putNumbered = <T extends Numbered>(list: readonly T[], item: T): T[] => {
  const at = position(list, item.n)
  const copy = list.slice()
  copy.splice(at, list[at]?.n === item.n ? 1 : 0, item)
  return copy
}

/** A copy of a sorted list without the item numbered `n`. */
export const dropNumbered = <T extends Numbered>(list: readonly T[], n: number): T[] =>
  list.filter((item) => item.n !== n)
