import { appendText } from '../characters/nodes.ts'
import { TEXT_LIMITS } from '../limits.ts'
import { element } from '../markdown/dom.ts'
import styles from './code-block.module.css'
import type { CodeBlock } from './code-block.ts'
import type { Reader, Run } from './highlighter.ts'
import { languageNamed } from './languages.ts'

const CLASSES: Readonly<Record<string, string | undefined>> = {
  comment: styles.comment,
  keyword: styles.keyword,
  string: styles.string,
  'string-expression': styles.string,
  constant: styles.constant,
  function: styles.function,
  parameter: styles.parameter,
  punctuation: styles.punctuation,
  link: styles.function,
  inserted: styles.inserted,
  deleted: styles.deleted,
  changed: styles.constant,
}

/** When the page has nothing else to do; where the browser cannot tell (Safari), soon. */
const whenIdle = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: TEXT_LIMITS.highlightWaitMs.value })
    else setTimeout(resolve)
  })

const coloured = (lines: readonly (readonly Run[])[], lastBreak: boolean): DocumentFragment => {
  const fragment = document.createDocumentFragment()
  lines.forEach((line, n) => {
    for (const { text, role } of line) {
      const name = CLASSES[role]
      if (name === undefined) appendText(fragment, text, 'lines')
      else {
        const span = element('span', name)
        appendText(span, text, 'lines')
        fragment.append(span)
      }
    }
    if (lastBreak || n < lines.length - 1) fragment.append('\n')
  })
  return fragment
}

/**
 * Colours a closed block when there is time, a few lines at a time. Fetches the highlighter and the language first.
 * Leaves the block as it is when its language is not known, it is too long, or any of this fails.
 * @param signal ends the work when the block is gone
 */
export const highlightLater = (block: CodeBlock, signal: AbortSignal): void => {
  const language = languageNamed(block.language)
  const text = block.text()
  if (language === null || text.length > TEXT_LIMITS.highlightChars.value) return
  const work = async (): Promise<void> => {
    await whenIdle(signal)
    const { createReader } = await import('./highlighter.ts')
    await colour(block, text, await createReader(language), signal)
  }
  work().catch(() => {
    // Colours are an extra: without them (a chunk that did not load) the code reads as before.
    block.element.classList.toggle(styles.plain ?? '', true)
  })
}

const colour = async (block: CodeBlock, text: string, read: Reader, signal: AbortSignal): Promise<void> => {
  const lines = text.split('\n')
  const perChunk = TEXT_LIMITS.chunkLines.value
  const perSlice = TEXT_LIMITS.highlightSlice.value
  const chunks = block.chunks()
  for (const [n, chunk] of chunks.entries()) {
    const mine = lines.slice(n * perChunk, (n + 1) * perChunk)
    const last = n === chunks.length - 1
    const fresh = document.createDocumentFragment()
    for (let at = 0; at < mine.length; at += perSlice) {
      await whenIdle(signal)
      if (signal.aborted) return
      const slice = mine.slice(at, at + perSlice)
      fresh.append(coloured(read(slice.join('\n')), !last || at + perSlice < mine.length))
    }
    // What is shown is what was there, whatever the grammar made of it.
    if (fresh.textContent?.replaceAll('\n', '') === chunk.textContent?.replaceAll('\n', ''))
      chunk.replaceChildren(fresh)
  }
}
