import type { Token, Tokens } from 'marked'
import { element } from './dom.ts'
import type { Entry } from './entries.ts'
import { appendInline } from './inline.ts'
import { type Unit, unitsOf } from './units.ts'

/** A list, table or paragraph that is open and of which a part is already final. */
export interface Container {
  readonly same: string
  readonly host: HTMLElement
  readonly root: HTMLElement
  readonly entries: Entry[]
  /** What stands before the open rest when the grammar reads it: a table's head, a word that keeps a paragraph one. */
  readonly prefix: string
  loose: boolean
}

/** What `same` says of a paragraph. */
export const RUN = 'run'

/** A piece of a long paragraph. */
export const runUnit = (text: string): Unit => ({
  key: `${RUN} ${text}`,
  draw: (into) => {
    const span = element('span')
    appendInline(span, text, into)
    return span
  },
})

/** The units of a container's open rest, and those after it. */
export const splitAt = (
  container: Container | null,
  tokens: readonly Token[],
): { inner: readonly Unit[]; loose: boolean; outer: Unit[] } => {
  if (container === null) return { inner: [], loose: false, outer: unitsOf(tokens) }
  if (container.same === RUN) {
    const [first, ...rest] = tokens
    const text =
      first === undefined ? '' : first.type === 'paragraph' ? (first as Tokens.Paragraph).text : first.raw
    return { inner: [runUnit(text.slice(container.prefix.length))], loose: false, outer: unitsOf(rest) }
  }
  const units = unitsOf(tokens)
  const group = units[0]?.group
  if (group?.same !== container.same) return { inner: [], loose: false, outer: units }
  return { inner: group.units, loose: group.loose, outer: units.slice(1) }
}
