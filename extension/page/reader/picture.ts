import { seenLine } from '../dom/characters.ts'
import { attributeOf, boxOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'
import { shrink } from '../picture/shrink.ts'
import type { PartBox, Reading } from './reading.ts'
import { nothing, whereOf } from './text.ts'

type View = Window & typeof globalThis

/** The image of a page that has this address, whatever it chose among its sources. */
const imageAt = (view: View, address: string): HTMLImageElement | undefined =>
  [...Document.prototype.querySelectorAll.call(view.document, 'img')]
    .filter((image) => image instanceof view.HTMLImageElement)
    .find(({ currentSrc, src }) => currentSrc === address || src === address)

/** What a picture is called: what stands for it, or the end of its address. */
const nameOf = (image: HTMLImageElement | undefined, address: string): string => {
  const words = image === undefined ? '' : seenLine(attributeOf(image, 'alt') ?? '')
  if (words !== '') return words.slice(0, PAGE_LIMITS.imageWords.value)
  const [, file = ''] = /([^/?#]+)(?:[?#]|$)/.exec(address.replace(/^data:.*/, '')) ?? []
  return seenLine(file).slice(0, PAGE_LIMITS.imageWords.value) || 'Image'
}

/** The picture as the page may have it: no further than the page itself reaches. */
const fetched = async (view: View, address: string): Promise<ImageBitmap | null> => {
  try {
    const response = await view.fetch(address, {
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PAGE_LIMITS.readingMs.value / 2),
    })
    const blob = response.ok ? await response.blob() : null
    return blob === null || blob.size > PAGE_LIMITS.imageFetch.value ? null : await createImageBitmap(blob)
  } catch {
    // Of another site that lets nobody read it: its place on the screen is cut out instead.
    return null
  }
}

/** Where an element is on the screen, if it is. */
export const boxOnScreen = (view: View, element: Element): PartBox | null => {
  const { x, y, width, height } = boxOf(element)
  const isThere = x < view.innerWidth && y < view.innerHeight && x + width > 0 && y + height > 0
  return width < 1 || height < 1 || !isThere ? null : { x, y, width, height, viewport: view.innerWidth }
}

/** A picture of a page, made small enough; where the page may not read it, the place where it is shown. */
export const readPicture = async (view: View, address: string): Promise<Reading> => {
  const where = whereOf(view)
  if (where === null) return nothing('document')
  const image = imageAt(view, address)
  const name = nameOf(image, address)
  const bitmap = await fetched(view, address)
  const encoded = bitmap === null ? null : await shrink(bitmap)
  bitmap?.close()
  if (encoded !== null) return { of: 'picture', ...where, name, ...encoded }
  const box = image === undefined ? null : boxOnScreen(view, image)
  return box === null ? nothing('failed') : { of: 'part', ...where, name, note: null, box }
}
