import * as v from 'valibot'
import { PAGE_LIMITS } from '../limits.ts'

const words = (limit: number) => v.pipe(v.string(), v.maxLength(limit))
const pixels = v.pipe(v.number(), v.finite())

const where = {
  title: words(PAGE_LIMITS.pageTitle.value),
  /** Of the web; with the directive that finds the place again, if there is one. */
  url: v.pipe(words(PAGE_LIMITS.pageAddress.value), v.regex(/^https?:\/\//)),
}

const Text = v.strictObject({
  of: v.literal('text'),
  extent: v.picklist(['selection', 'page', 'link']),
  ...where,
  markdown: words(PAGE_LIMITS.pageText.value),
  /** What was selected, as plain text. */
  quote: v.nullable(words(PAGE_LIMITS.pageQuote.value)),
})

const Picture = v.strictObject({
  of: v.literal('picture'),
  ...where,
  name: words(PAGE_LIMITS.pageTitle.value),
  mimeType: v.picklist(['image/png', 'image/jpeg']),
  data: v.pipe(v.string(), v.base64(), v.maxLength(PAGE_LIMITS.imageData.value)),
})

/** A part of what is on the screen, in CSS pixels of the viewport: its picture is to be cut from the tab’s. */
const Box = v.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels, viewport: pixels })

const Part = v.strictObject({
  of: v.literal('part'),
  ...where,
  name: words(PAGE_LIMITS.pickSelector.value),
  /** What it is and how it is styled, as plain text; null for a picture of the page’s own. */
  note: v.nullable(words(PAGE_LIMITS.pickText.value * 2)),
  box: Box,
})

const Nothing = v.strictObject({
  of: v.literal('nothing'),
  why: v.picklist(['empty', 'cancelled', 'document', 'failed']),
})

/** What a page’s reader found. It comes from a place that the page’s own process holds, so it is checked like a stranger’s. */
export const Reading = v.variant('of', [Text, Picture, Part, Nothing])
export type Reading = v.InferOutput<typeof Reading>
export type PartBox = v.InferOutput<typeof Box>

/** What a reader is asked for. */
export type Wish =
  | {
      readonly of: 'selection' /** As the browser gives it, where the page can’t be asked. */
      readonly orPage: boolean
    }
  | { readonly of: 'page' }
  | { readonly of: 'link'; readonly address: string }
  | { readonly of: 'picture'; readonly address: string }
  | { readonly of: 'element' }
