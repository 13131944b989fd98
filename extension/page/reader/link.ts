import { addressFor } from '../dom/address.ts'
import { headingsAbove, seenWords } from '../dom/headings.ts'
import { attributeOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'
import type { Reading } from './reading.ts'
import { nothing, whereOf } from './text.ts'

/** A link of a page: its words and where it leads. The address is the page’s own word, so it stands in what is quoted. */
export const readLink = (view: Window & typeof globalThis, address: string): Reading => {
  const where = whereOf(view)
  const target = addressFor(address, view.document.baseURI)
  if (where === null || target === null) return nothing(where === null ? 'document' : 'empty')
  const link = [...Document.prototype.querySelectorAll.call(view.document, 'a[href]')].find(
    (element) => addressFor(attributeOf(element, 'href'), view.document.baseURI) === target,
  )
  const words = link === undefined ? '' : seenWords(view, link).slice(0, PAGE_LIMITS.pageTitle.value)
  const path = link === undefined ? [] : headingsAbove(view, link)
  const above = path.length === 0 ? '' : `Under: ${path.join(' › ')}\n\n`
  const markdown = `${above}${words === '' ? target : `[${words.replace(/[[\]]/g, '\\$&')}](${target})`}`
  return { of: 'text', extent: 'link', ...where, markdown, quote: null }
}
