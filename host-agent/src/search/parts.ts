/** Where something stands in a buffer, in bytes; `end` is behind it. */
interface Span {
  readonly start: number
  readonly end: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = new Set([0x7b, 0x5b])
const CLOSING = new Set([0x7d, 0x5d])
/** Inside the root object, inside one of its lists. */
const IN_LIST = 2
/** The lists of a turn that grow. */
const LISTS = new Set(['blocks', 'open'])

/** Behind the string that begins at `start`. */
const stringEnd = (json: Buffer, start: number): number => {
  for (let at = start + 1; ; at += 1) {
    at = json.indexOf(QUOTE, at)
    if (at < 0) return json.length
    let first = at
    while (json[first - 1] === BACKSLASH) first -= 1
    if ((at - first) % 2 === 0) return at + 1
  }
}

/**
 * Takes a stored turn apart without reading it: each of its blocks, and the rest of it with empty lists in their
 * place. The bytes are JSON that this program wrote.
 */
export const partsOfStored = (json: Buffer): { readonly blocks: Span[]; readonly rest: string } => {
  const blocks: Span[] = []
  const rest: string[] = []
  let [depth, taken, start, key] = [0, 0, 0, '']
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0
    if (byte === QUOTE) {
      const end = stringEnd(json, at)
      if (depth === 1) key = json.toString('utf8', at + 1, end - 1)
      at = end - 1
    } else if (OPENING.has(byte)) {
      depth += 1
      if (!LISTS.has(key)) continue
      if (depth === IN_LIST) {
        rest.push(json.toString('utf8', taken, at + 1))
      } else if (depth === IN_LIST + 1) start = at
    } else if (CLOSING.has(byte)) {
      depth -= 1
      if (!LISTS.has(key)) continue
      if (depth === IN_LIST) blocks.push({ start, end: at + 1 })
      else if (depth === 1) {
        taken = at
        key = ''
      }
    }
  }
  rest.push(json.toString('utf8', taken))
  return { blocks, rest: rest.join('') }
}
