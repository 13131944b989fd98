import { readLink } from './link.ts'
import { cancelPick, pickElement } from './pick.ts'
import { readPicture } from './picture.ts'
import type { Reading, Wish } from './reading.ts'
import { readSelection } from './selection.ts'
import { showPassage } from './show.ts'
import { nothing } from './text.ts'

/** What is put into a page’s isolated world, where the page’s own scripts can’t reach it. */
export interface Reader {
  read(wish: Wish): Promise<Reading>
  cancel(): void
  /** Goes to the place in this page that an address names. */
  show(url: string): boolean
}

const read = async (view: Window & typeof globalThis, wish: Wish): Promise<Reading> => {
  // A viewer of the browser’s own, with nothing of the document in it.
  if (view.document.contentType === 'application/pdf') return nothing('document')
  switch (wish.of) {
    case 'selection':
      return readSelection(view)
    case 'link':
      return readLink(view, wish.address)
    case 'picture':
      return await readPicture(view, wish.address)
    case 'element':
      return await pickElement(view)
    case 'page':
      return nothing('failed')
  }
}

export const createReader = (view: Window & typeof globalThis): Reader => ({
  read: (wish) => read(view, wish).catch(() => nothing('failed')),
  cancel: cancelPick,
  show: (url) => showPassage(view, url),
})
