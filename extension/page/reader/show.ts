import { bodyOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'

/** The ends of a passage that a text directive names; both the same where it names it whole. */
const endsOf = (url: string): readonly [string, string] | null => {
  const [, from, to] = /:~:text=([^,&]+)(?:,([^,&]+))?/.exec(url) ?? []
  if (from === undefined) return null
  try {
    return [decodeURIComponent(from), decodeURIComponent(to ?? from)]
  } catch {
    // Not one of ours.
    return null
  }
}

interface Place {
  readonly node: Text
  readonly at: number
}

/** The words of a page in one line, and where each character stands. White space counts once, also between blocks. */
const lineOf = (view: Window & typeof globalThis): { line: string; places: Place[] } => {
  const body = bodyOf(view.document)
  const places: Place[] = []
  let line = ''
  if (body === null) return { line, places }
  const walker = Document.prototype.createTreeWalker.call(view.document, body, NodeFilter.SHOW_TEXT)
  let nodes: number = PAGE_LIMITS.pageNodes.value
  for (let node = walker.nextNode(); node !== null && nodes > 0; node = walker.nextNode(), nodes -= 1) {
    const text = node as Text
    for (let at = 0; at < text.data.length; at += 1) {
      const char = text.data.charAt(at)
      const isSpace = /\s/.test(char)
      if (isSpace && line.endsWith(' ')) continue
      line += isSpace ? ' ' : char
      places.push({ node: text, at })
    }
  }
  return { line, places }
}

/** Goes to a passage of this page and selects it. A page that is open already takes no text directive from outside. */
export const showPassage = (view: Window & typeof globalThis, url: string): boolean => {
  const ends = endsOf(url)
  if (ends === null) return false
  const { line, places } = lineOf(view)
  const from = line.indexOf(ends[0])
  const to = line.indexOf(ends[1], from) + ends[1].length - 1
  const [first, last] = [places[from], places[to]]
  if (from < 0 || first === undefined || last === undefined || to < from) return false
  const range = view.document.createRange()
  range.setStart(first.node, first.at)
  range.setEnd(last.node, last.at + 1)
  const selection = Document.prototype.getSelection.call(view.document)
  selection?.removeAllRanges()
  selection?.addRange(range)
  first.node.parentElement?.scrollIntoView({ block: 'center' })
  return true
}
