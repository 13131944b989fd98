import type { Token, Tokens } from 'marked'
import { appendText } from '../characters/nodes.ts'
import { createCodeBlock } from '../code/code-block.ts'
import { DONE, NOT_DONE, TABLE } from '../words.ts'
import { element } from './dom.ts'
import { appendInline, type Drawing } from './inline.ts'
import styles from './markdown.module.css'

const HEADINGS = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const

/** Draws a block. Null for what has no place on the page: blank lines and definitions. */
export const drawBlock = (token: Token, drawing: Drawing): HTMLElement | null => {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return null
    case 'heading': {
      const { depth, text } = token as Tokens.Heading
      const heading = element(HEADINGS[depth - 1] ?? 'h6', styles[`heading${depth}`])
      appendInline(heading, text, drawing)
      return heading
    }
    case 'paragraph':
    case 'text':
      return drawParagraph((token as Tokens.Paragraph).text, drawing)
    case 'code': {
      const { lang, text } = token as Tokens.Code
      const block = createCodeBlock(lang ?? '')
      block.append(text.trimEnd())
      return block.element
    }
    case 'blockquote': {
      const quote = element('blockquote')
      for (const inner of (token as Tokens.Blockquote).tokens) quote.append(drawBlock(inner, drawing) ?? '')
      return quote
    }
    case 'list': {
      const list = drawList(token as Tokens.List)
      for (const item of (token as Tokens.List).items) list.append(drawItem(item, drawing))
      return list
    }
    case 'table': {
      const { root, body } = drawTable(token as Tokens.Table, drawing)
      for (const row of (token as Tokens.Table).rows) body.append(drawRow(row, drawing))
      return root
    }
    case 'hr':
      return element('hr')
    default: {
      // Raw HTML, and whatever the grammar may learn: text as it was typed.
      const raw = element('p', styles.raw)
      appendText(raw, token.raw.trimEnd(), 'prose')
      return raw
    }
  }
}

/** What stands before the words of a line says nothing; how much of it the grammar keeps depends on what came before. */
const drawParagraph = (text: string, drawing: Drawing): HTMLElement => {
  const paragraph = element('p')
  appendInline(paragraph, text.trimEnd().replace(/\n[ \t]+/g, '\n'), drawing)
  return paragraph
}

/** A list without its items. Whether it is `loose` is a class, so that what stands in it need not change for it. */
export const drawList = (token: Tokens.List): HTMLElement => {
  const list = element(token.ordered ? 'ol' : 'ul', styles.list)
  if (token.ordered && token.start !== 1) list.setAttribute('start', String(token.start))
  setLoose(list, token.loose)
  return list
}

export const setLoose = (list: Element, loose: boolean): void => {
  list.classList.toggle(styles.loose ?? '', loose)
}

/** In a loose list the grammar puts a task's box into its text; here it always stands before it. */
const withoutBox = (tokens: readonly Token[]): readonly Token[] => {
  const [first, ...rest] = tokens
  if (first?.type === 'checkbox') return rest
  const inner = first !== undefined && 'tokens' in first ? first.tokens?.[0] : undefined
  if (first?.type !== 'paragraph' || inner?.type !== 'checkbox') return tokens
  const { text } = first as Tokens.Paragraph
  return [{ ...first, text: text.slice(inner.raw.length) } as Tokens.Paragraph, ...rest]
}

export const drawItem = (item: Tokens.ListItem, drawing: Drawing): HTMLElement => {
  const made = element('li', item.task ? styles.task : undefined)
  if (item.task) {
    const box = element('input')
    box.type = 'checkbox'
    box.disabled = true
    if (item.checked) box.setAttribute('checked', '')
    box.setAttribute('aria-label', item.checked ? DONE : NOT_DONE)
    made.append(box)
  }
  for (const inner of item.task ? withoutBox(item.tokens) : item.tokens) {
    const block = drawBlock(inner, drawing)
    if (block !== null) made.append(block)
  }
  return made
}

/** A table without its rows: it scrolls inside itself. */
export const drawTable = (
  token: Tokens.Table,
  drawing: Drawing,
): { root: HTMLElement; body: HTMLElement } => {
  const root = element('div', styles.scroll)
  root.tabIndex = 0
  root.setAttribute('role', 'group')
  root.setAttribute('aria-label', TABLE)
  const table = element('table')
  const head = element('thead')
  const body = element('tbody')
  head.append(cells('th', token.header, drawing))
  table.append(head, body)
  root.append(table)
  return { root, body }
}

const ALIGNED = { left: undefined, center: 'center', right: 'end' } as const

const cells = (tag: 'th' | 'td', row: readonly Tokens.TableCell[], drawing: Drawing): HTMLElement => {
  const made = element('tr')
  for (const cell of row) {
    const align = cell.align === null ? undefined : ALIGNED[cell.align]
    const one = element(tag, align === undefined ? undefined : styles[align])
    appendInline(one, cell.text, drawing)
    made.append(one)
  }
  return made
}

export const drawRow = (row: readonly Tokens.TableCell[], drawing: Drawing): HTMLElement =>
  cells('td', row, drawing)
