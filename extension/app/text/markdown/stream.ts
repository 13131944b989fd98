import type { Token, Tokens } from 'marked'
import { TEXT_LIMITS } from '../limits.ts'
import { setLoose } from './blocks.ts'
import { type Container, RUN, runUnit, splitAt } from './container.ts'
import { cutRun } from './cut.ts'
import { createDefined, type Defined } from './definitions.ts'
import { element } from './dom.ts'
import { endingEntry, endingText, PLAIN } from './ending.ts'
import { type Entry, reconcile, resolve } from './entries.ts'
import { type Fence, openFence } from './fence.ts'
import { isFinal } from './final.ts'
import type { Drawing } from './inline.ts'
import { createGrammar } from './lexer.ts'
import styles from './markdown.module.css'

/** Markdown on the page that grows at its end. */
export interface MarkdownStream {
  /** Adds text. Finished blocks keep their nodes; the cost does not depend on how much came before. */
  append(text: string): void
  /** No more text will come: what was left open is closed. Idempotent. */
  finish(): void
  /** Starts again with other text. */
  reset(text: string): void
}

const { eagerTail, drawnTail, inlineRun } = {
  eagerTail: TEXT_LIMITS.eagerTail.value,
  drawnTail: TEXT_LIMITS.drawnTail.value,
  inlineRun: TEXT_LIMITS.inlineRun.value,
}

/**
 * Draws Markdown as it arrives. What is final is decided at points that depend on the text alone (ends of lines, and
 * lengths of the open rest), so any division into deltas ends in the same page. See docs/decisions/0013.
 * @param target an empty element; its content belongs to the stream
 * @param onClosed called with each element that will not change any more
 */
export const createMarkdown = (
  target: HTMLElement,
  onClosed: (closed: HTMLElement) => void = () => undefined,
): MarkdownStream => {
  const grammar = createGrammar()
  let defined: Defined
  /** Source that is not final yet. */
  let tail: string
  /** Up to here the tail was looked through for points of decision. */
  let seen: number
  /** Length of the tail from which the end of a line, and from which any place, is a point of decision. */
  let lineFrom: number
  let placeFrom: number
  let drawFrom: number
  /** Half of something, kept until the rest comes: of a line's end or of a character. */
  let carry: string
  let container: Container | null
  let fence: Fence | null
  let entries: Entry[]
  let waiting: Entry[]
  let pending: HTMLElement | null
  let lastText: Text | null
  let finished: boolean

  const clear = (): void => {
    target.replaceChildren()
    defined = createDefined()
    tail = ''
    carry = ''
    container = null
    fence = null
    entries = []
    waiting = []
    pending = null
    lastText = null
    finished = false
    drawFrom = 0
    restart()
  }

  /** After something became final: looks at what is left from its start. */
  const restart = (): void => {
    seen = 0
    lineFrom = 0
    placeFrom = inlineRun
  }

  const drawing = (): Drawing => ({ grammar, definitions: defined.all, unresolved: false })
  const read = (source: string): Token[] =>
    grammar.blocks((container?.prefix ?? '') + source, Object.create(defined.all))

  /** Shows tokens after what is final. */
  const show = (
    tokens: readonly Token[],
    keepRest: boolean,
    keepItems = false,
  ): { inner: number; outer: number } => {
    const { inner, loose, outer } = splitAt(container, tokens)
    const into = drawing()
    if (container !== null) {
      setLoose(container.root, container.loose || loose)
      reconcile(container.entries, inner, container.host, into, keepItems)
    }
    reconcile(entries, outer, target, into, keepRest)
    return { inner: inner.length, outer: outer.length }
  }

  const release = (entry: Entry): void => {
    for (const inner of entry.group?.entries ?? []) release(inner)
    if (entry.unresolved) waiting.push(entry)
    if (entry.group === null) onClosed(entry.node)
  }

  /** Makes tokens final that stand at the tail's start; with any, the container ends. */
  const settle = (tokens: readonly Token[]): void => {
    if (tokens.length === 0) return
    const { outer } = show(tokens, true)
    if (container !== null) {
      for (const entry of container.entries) release(entry)
      container = null
    }
    for (const entry of entries.splice(0, outer)) release(entry)
    defined.take(tokens)
  }

  /** Makes final what can be, of the tail up to the end of a line. */
  const decide = (end: number): void => {
    const source = tail.slice(0, end)
    const tokens = read(source)
    const last = tokens.findLastIndex(({ type }) => type !== 'space')
    const token = tokens[last]
    if (token === undefined) return drop(end)
    const firstIsOpen = container !== null && last === 0
    if (isFinal(token, last < tokens.length - 1)) {
      settle(tokens)
      return drop(end)
    }
    const before = tokens.slice(0, last)
    const start = before.reduce((sum, { raw }) => sum + raw.length, 0)
    const prefix = container?.prefix.length ?? 0
    if (token.type === 'code' && /^ {0,3}[`~]/.test(token.raw) && !firstIsOpen) {
      settle(before)
      // What was drawn of it before gives way to the block that grows.
      reconcile(entries, [], target, drawing())
      fence = openFence(source.slice(Math.max(0, start - prefix)))
      target.append(fence.element)
      return drop(end)
    }
    settle(before)
    const offset = start - (before.length > 0 ? prefix : 0)
    if (token.type === 'list') decideItems(token as Tokens.List, offset, end)
    else if (token.type === 'table') decideRows(token as Tokens.Table, end)
    else drop(offset, end)
  }

  /** All items but the last are final. */
  const decideItems = (token: Tokens.List, start: number, end: number): void => {
    const whole = token.items.slice(0, -1)
    if (whole.length === 0) return drop(start, end)
    const part = { ...token, items: whole }
    openContainer(part, '')
    defined.take(whole.flatMap(({ tokens }) => tokens))
    drop(start + whole.reduce((sum, { raw }) => sum + raw.length, 0), end)
  }

  /** A row is final with its line. */
  const decideRows = (token: Tokens.Table, end: number): void => {
    openContainer(token, `${token.raw.split('\n', 2).join('\n')}\n`)
    drop(end)
  }

  /** Shows the items or rows of `token` for good, in a list or table that stays open. */
  const openContainer = (token: Tokens.List | Tokens.Table, prefix: string): void => {
    const { inner, outer } = show([token], true, true)
    if (outer > 0) {
      const entry = entries.shift()
      if (entry?.group == null) return
      const { same, host, entries: open } = entry.group
      for (const one of open.splice(0, entry.unit.group?.units.length ?? 0)) release(one)
      if (entry.unresolved) waiting.push(entry)
      container = { same, host, root: entry.node, entries: open, prefix, loose: false }
    } else if (container !== null) for (const one of container.entries.splice(0, inner)) release(one)
    if (container !== null && token.type === 'list') container.loose ||= token.loose
  }

  /** A paragraph that grew very long becomes final up to a place where nothing is open. */
  const decideWithin = (end: number): void => {
    const source = tail.slice(0, end)
    const tokens = read(source)
    if (
      tokens.length !== 1 ||
      (container === null ? tokens[0]?.type !== 'paragraph' : container.same !== RUN)
    ) {
      placeFrom = end + Math.ceil(end / 8)
      return
    }
    if (container === null) {
      reconcile(entries, [], target, drawing())
      const paragraph = element('p')
      target.append(paragraph)
      container = { same: RUN, host: paragraph, root: paragraph, entries: [], prefix: 'x', loose: false }
    }
    const cut = cutRun(source)
    reconcile(container.entries, [runUnit(source.slice(0, cut))], container.host, drawing())
    for (const entry of container.entries.splice(0)) release(entry)
    drop(cut, end)
  }

  /** Forgets the tail's start, which is final; with `looked`, the rest up to there was just looked at. */
  const drop = (length: number, looked = length): void => {
    tail = tail.slice(length)
    drawFrom = 0
    const rest = looked - length
    if (length > 0) restart()
    seen = rest
    if (rest > eagerTail) lineFrom = rest + Math.ceil(rest / 8)
  }

  /** Goes through the points of decision that the tail has reached, in their order. */
  const advance = (): void => {
    for (;;) {
      if (fence !== null) {
        const { taken, closed } = fence.take(tail)
        tail = tail.slice(taken)
        if (!closed) return
        onClosed(fence.element)
        fence = null
        restart()
      }
      const line = tail.indexOf('\n', seen) + 1
      if (line > 0 && line <= placeFrom) {
        seen = line
        if (line >= lineFrom) decide(line)
      } else if (tail.length >= placeFrom) decideWithin(placeFrom)
      else return
    }
  }

  /** Shows the tail as it reads now. A very long one only now and then; between, its new text waits as it is. */
  const draw = (added: string): void => {
    if (fence !== null) return
    if (tail.length > drawnTail && tail.length < drawFrom) {
      if (pending === null) {
        pending = element('p', styles.raw)
        target.append(pending)
      }
      pending.append(added)
      return
    }
    pending?.remove()
    pending = null
    drawFrom = tail.length + Math.ceil(tail.length / 16)
    show(read(tail), false)
    lastText = endingText(tail, endingEntry(entries, container), container)
  }

  const appendPlain = (text: string): boolean => {
    if (lastText === null || pending !== null || carry !== '' || tail.length + text.length >= placeFrom)
      return false
    const entry = endingEntry(entries, container)
    if (entry === undefined || !PLAIN.test(text)) return false
    tail += text
    lastText.appendData(text)
    entry.dirty = true
    return true
  }

  const append = (text: string): void => {
    if (text === '' || finished) return
    if (appendPlain(text)) return
    lastText = null
    let added = carry + text
    carry = /[\r\ud800-\udbff]$/.exec(added)?.[0] ?? ''
    added = added.slice(0, added.length - carry.length).replace(/\r\n?/g, '\n')
    tail += added
    advance()
    draw(added)
  }

  const finish = (): void => {
    if (finished) return
    finished = true
    lastText = null
    tail += carry === '\r' ? '\n' : carry
    advance()
    if (fence !== null) {
      fence.finish(tail)
      onClosed(fence.element)
    } else {
      pending?.remove()
      const tokens = read(tail)
      show(tokens, false)
      settle(tokens)
      for (const entry of container?.entries.splice(0) ?? []) release(entry)
    }
    for (const entry of defined.count > 0 ? waiting : []) {
      resolve(entry, drawing())
      if (entry.group === null) onClosed(entry.node)
    }
    waiting = []
  }

  clear()
  return {
    append,
    finish,
    reset: (text) => {
      clear()
      append(text)
    },
  }
}
