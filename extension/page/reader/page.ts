import Defuddle from 'defuddle'
import { copySeen } from '../dom/copy.ts'
import { markdownOf } from '../dom/markdown.ts'
import { bodyOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'
import type { Reading } from './reading.ts'
import { nothing, whereOf, within } from './text.ts'

/** An article is at least this much of what can be seen: less, and the wrong part was taken for it. */
const SHARE = 0.15
/** Pages of fewer words are taken whole. */
const SHORT = 600

/** The part of a copied page that it is about, or null where that can't be told. */
const articleOf = (copy: Document, url: string): Document | null => {
  try {
    const whole = (copy.body.textContent ?? '').length
    if (whole < SHORT) return null
    const { content } = new Defuddle(copy, { url, removeImages: false }).parse()
    const article = new DOMParser().parseFromString(content, 'text/html')
    return (article.body.textContent ?? '').length < whole * SHARE ? null : article
  } catch {
    // It was made for pages as they are usually built; any other is taken whole.
    return null
  }
}

/** The whole page as Markdown: what it is about, without what stands around it. */
export const readPage = (view: Window & typeof globalThis): Reading => {
  const body = bodyOf(view.document)
  const where = whereOf(view)
  if (where === null || body === null || view.document.contentType === 'application/pdf')
    return nothing('document')
  const { document: copy, cut } = copySeen(view, { root: body })
  const article = articleOf(copy.cloneNode(true) as Document, where.url)
  const found = markdownOf((article ?? copy).body)
  // What finds the article takes a heading that says the title for a repetition of it.
  const markdown = found.startsWith('# ') ? found : `# ${where.title}\n\n${found}`
  if (found === '') return nothing('empty')
  return {
    of: 'text',
    extent: 'page',
    ...where,
    markdown: within(markdown, PAGE_LIMITS.pageText.value, cut),
    quote: null,
  }
}
