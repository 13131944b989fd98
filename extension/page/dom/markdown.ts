import { inlineOf } from './inline.ts'
import { tableOf } from './table.ts'

/** Elements that begin lines of their own. Everything else stands in a line. */
const BLOCKS = new Set(
  'address article aside blockquote body caption dd del details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)

const isBlock = (node: Node): node is Element =>
  node.nodeType === 1 && BLOCKS.has((node as Element).localName) && !isInlineDel(node as Element)

/** `del` is either; it is a block where it holds some. */
const isInlineDel = (element: Element): boolean =>
  element.localName === 'del' && element.querySelector('p, div, ul, ol, pre') === null

const holdsBlocks = (element: Element): boolean =>
  element.querySelector('p, div, ul, ol, pre, table, blockquote, h1, h2, h3, h4, h5, h6, hr, section') !==
  null

const indent = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line, at) => (at === 0 || line === '' ? line : by + line))
    .join('\n')

/** Markdown of what an element of a copy holds. The copy is bounded in depth, so this may call itself. */
export const markdownOf = (element: Node): string =>
  blocksIn(element)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Blocks of an element, each one a text without blank ends. */
const blocksIn = (parent: Node): string[] => {
  const found: string[] = []
  let line: Node[] = []
  const flush = (): void => {
    const text = inlineOf(line).trim()
    if (text !== '') found.push(text)
    line = []
  }
  for (const node of parent.childNodes) {
    if (isBlock(node)) {
      flush()
      found.push(...blockOf(node))
    } else if (node.nodeType === 1 && holdsBlocks(node as Element)) {
      // A link or a span around whole paragraphs: the paragraphs matter.
      flush()
      found.push(...blocksIn(node))
    } else line.push(node)
  }
  flush()
  return found
}

const LEVEL = /^h([1-6])$/

const blockOf = (element: Element): string[] => {
  const name = element.localName
  const level = LEVEL.exec(name)?.[1]
  if (level !== undefined) {
    const text = inlineOf([element])
      .replace(/\s*\n\s*/g, ' ')
      .trim()
    return text === '' ? [] : [`${'#'.repeat(Number(level))} ${text}`]
  }
  switch (name) {
    case 'pre':
      return codeOf(element)
    case 'ul':
    case 'ol':
      return listOf(element, name === 'ol')
    case 'li':
      return blocksIn(element)
    case 'blockquote':
      return quoteOf(element)
    case 'hr':
      return ['---']
    case 'table':
      return tableOf(element)
    case 'dt':
      return blocksIn(element).map((text) => `**${text}**`)
    case 'dd':
      return blocksIn(element).map((text) => `: ${indent(text, '  ')}`)
    default:
      return blocksIn(element)
  }
}

const quoteOf = (element: Element): string[] => {
  const text = blocksIn(element).join('\n\n')
  return text === ''
    ? []
    : [
        text
          .split('\n')
          .map((line) => (line === '' ? '>' : `> ${line}`))
          .join('\n'),
      ]
}

const listOf = (list: Element, ordered: boolean): string[] => {
  const first = Number.parseInt(list.getAttribute('start') ?? '1', 10)
  let number = Number.isSafeInteger(first) ? first : 1
  const items: string[] = []
  for (const node of list.children) {
    const blocks = node.localName === 'li' ? blocksIn(node) : blockOf(node)
    if (blocks.length === 0) continue
    const mark = ordered ? `${number}. ` : '- '
    number += 1
    // A list inside follows its line at once; paragraphs keep their distance.
    const text = blocks.join('\n\n').replace(/\n\n(?=(?:- |\d+\. ))/g, '\n')
    items.push(mark + indent(text, ' '.repeat(mark.length)))
  }
  return items.length === 0 ? [] : [items.join('\n')]
}

const LANGUAGE = /(?:^|\s)(?:language|lang|highlight-source|brush:)-?\s*([\w+#.-]{1,20})/

const languageOf = (element: Element): string => {
  for (const at of [
    element.querySelector('code'),
    element,
    element.parentElement,
    element.parentElement?.parentElement,
  ]) {
    const named = at?.getAttribute('data-lang') ?? at?.getAttribute('data-language')
    const language = named ?? LANGUAGE.exec(at?.getAttribute('class') ?? '')?.[1]
    if (language && /^[\w+#.-]{1,20}$/.test(language)) return language.toLowerCase()
  }
  return ''
}

/** Words of a piece of code as they stand there: what begins a line in the page begins one here. */
const linesOf = (node: Node): string => {
  if (node.nodeType === 3) return (node as Text).data
  if ((node as Element).localName === 'br') return '\n'
  let text = ''
  for (const child of node.childNodes) {
    const words = linesOf(child)
    const isLine = isBlock(child) && text !== '' && !text.endsWith('\n')
    text += isLine ? `\n${words}` : words
  }
  return text
}

const codeOf = (element: Element): string[] => {
  const text = linesOf(element).replace(/^\n+|\s+$/g, '')
  if (text === '') return []
  let longest = 2
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${languageOf(element)}\n${text}\n${fence}`]
}
