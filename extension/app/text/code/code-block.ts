import { appendText } from '../characters/nodes.ts'
import { TEXT_LIMITS } from '../limits.ts'
import { element } from '../markdown/dom.ts'
import { COPY, codeLabel, HIDDEN_SHOWN, PLAIN_CODE, WRAP } from '../words.ts'
import styles from './code-block.module.css'

/** A block of code on the page: it grows at its end, line by line. */
export interface CodeBlock {
  readonly element: HTMLElement
  /** As the fence names it, first word, lower case; empty when it names none. */
  readonly language: string
  /** Everything in it, as it came. */
  readonly text: () => string
  /** The lines as they are laid out: elements that hold `chunkLines` lines each. */
  readonly chunks: () => readonly HTMLElement[]
  append(text: string): void
}

const blocks = new WeakMap<Element, CodeBlock>()

/** The code block that an element of the page belongs to, if any. */
export const codeBlockOf = (inside: Element): CodeBlock | undefined => {
  const block = inside.closest(`.${styles.block}`)
  return block === null ? undefined : blocks.get(block)
}

/** The code blocks in a part of the page, itself included. */
export const codeBlocksIn = (root: Element): CodeBlock[] =>
  [root, ...root.getElementsByTagName('div')].flatMap((one) => blocks.get(one) ?? [])

/** The first word of what follows a fence: `ts` of `ts title="a.ts"`. */
const languageOf = (info: string): string =>
  info
    .trim()
    .split(/[\s,{]/, 1)[0]
    ?.toLowerCase() ?? ''

const button = (text: string, className: string | undefined): HTMLButtonElement => {
  const made = element('button', className)
  made.type = 'button'
  made.textContent = text
  return made
}

/** Code with its language, a Copy and a wrap button; it scrolls sideways inside itself. Presses: see `listenForCode`. */
export const createCodeBlock = (info: string): CodeBlock => {
  const language = languageOf(info)
  const root = element('div', styles.block)
  const head = element('div', styles.head)
  const name = element('span', styles.language)
  if (!appendText(name, language, 'line') && language === '') name.textContent = PLAIN_CODE
  const wrap = button(WRAP, styles.wrap)
  wrap.setAttribute('aria-pressed', 'false')
  head.append(name, wrap, button(COPY, styles.copy))
  const pre = element('pre', styles.pre)
  pre.tabIndex = 0
  pre.setAttribute('role', 'group')
  pre.setAttribute('aria-label', codeLabel(name.textContent ?? ''))
  const code = element('code')
  pre.append(code)
  root.append(head, pre)

  const parts: string[] = []
  const chunks: HTMLElement[] = []
  let lines = 0
  let warned = false

  /** Appends to the newest text node while that is short, so that growing stays cheap. */
  const put = (chunk: HTMLElement, text: string): void => {
    const last = chunk.lastChild
    const holder = document.createDocumentFragment()
    const hidden = appendText(holder, text, 'lines')
    if (hidden && !warned) {
      warned = true
      const note = element('div', styles.note)
      note.textContent = HIDDEN_SHOWN
      head.after(note)
    }
    if (
      !hidden &&
      last?.nodeType === Node.TEXT_NODE &&
      (last as Text).length + text.length < TEXT_LIMITS.textNode.value
    )
      (last as Text).appendData(text)
    else chunk.append(holder)
  }

  const block: CodeBlock = {
    element: root,
    language,
    text: () => {
      if (parts.length > 1) parts.splice(0, parts.length, parts.join(''))
      return parts[0] ?? ''
    },
    chunks: () => chunks,
    append: (text) => {
      if (text === '') return
      parts.push(text)
      let rest = text
      while (rest !== '') {
        let chunk = chunks.at(-1)
        if (chunk === undefined || lines >= TEXT_LIMITS.chunkLines.value) {
          chunk = element('span', styles.chunk)
          chunks.push(chunk)
          code.append(chunk)
          lines = 0
        }
        let end = 0
        while (lines < TEXT_LIMITS.chunkLines.value) {
          const next = rest.indexOf('\n', end)
          if (next < 0) {
            end = rest.length
            break
          }
          end = next + 1
          lines++
        }
        put(chunk, rest.slice(0, end))
        rest = rest.slice(end)
      }
    },
  }
  blocks.set(root, block)
  return block
}
