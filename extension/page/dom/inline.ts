/** Marks around words, by the element that says so. */
const MARKS: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  cite: '*',
  del: '~~',
  s: '~~',
}

const CODE = new Set(['code', 'kbd', 'samp', 'tt'])

/** The words of nodes that stand in a line: white space as a browser shows it, links and emphasis as Markdown. */
export const inlineOf = (nodes: Iterable<Node>): string => {
  let text = ''
  for (const node of nodes) text += pieceOf(node)
  return text
    .replace(/[ \t\n]*\uE000[ \t\n]*/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
}

/** Stands for a break that the page wants, until white space is made one. Pages have none: private characters are left out. */
const BREAK = '\uE000'

const pieceOf = (node: Node): string => {
  if (node.nodeType === 3) return (node as Text).data.replace(/[\s\u00a0]+/g, ' ')
  if (node.nodeType !== 1) return ''
  const element = node as Element
  const name = element.localName
  if (name === 'br') return BREAK
  if (name === 'img') return pictureOf(element)
  if (CODE.has(name)) return codeOf(element)
  let text = ''
  for (const child of element.childNodes) text += pieceOf(child)
  const mark = MARKS[name]
  if (mark !== undefined) return around(text, mark)
  return name === 'a' ? linkOf(element, text) : text
}

/** Marks stand right at words: white space goes outside. */
const around = (text: string, mark: string): string => {
  const words = text.trim()
  if (words === '' || words.includes(BREAK)) return text
  const [before = '', after = ''] = [/^\s*/.exec(text)?.[0], /\s*$/.exec(text)?.[0]]
  return `${before}${mark}${words}${mark}${after}`
}

const codeOf = (element: Element): string => {
  const text = (element.textContent ?? '').replace(/\s+/g, ' ')
  if (text.trim() === '') return text
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  const mark = '`'.repeat(longest + 1)
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${mark}${space}${text}${space}${mark}`
}

/** An address that Markdown takes as it stands. */
const plain = (address: string): string =>
  address.replace(/[\s()<>]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

const linkOf = (element: Element, text: string): string => {
  const address = element.getAttribute('href')
  const words = text.trim()
  if (address === null || words === '') return text
  // A sign beside a heading that leads to it says nothing.
  if (/^[#¶§🔗]$/u.test(words)) return ''
  if (words === address) return text
  return around(text, '').replace(words, () => `[${words.replace(/[[\]]/g, '\\$&')}](${plain(address)})`)
}

const pictureOf = (element: Element): string => {
  const words = (element.getAttribute('alt') ?? '').replace(/[[\]\s]+/g, ' ').trim()
  const address = element.getAttribute('src')
  return words === '' || address === null ? '' : `![${words}](${plain(address)})`
}
