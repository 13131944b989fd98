import type { Attachment } from '../../app/state/attachment.ts'
import type { Captured, CaptureFailure } from '../../app/state/pages.ts'
import { pageAddress } from '../dom/address.ts'
import { seenLine, seenText } from '../dom/characters.ts'
import { textFragment } from '../dom/fragment.ts'
import { PAGE_LIMITS } from '../limits.ts'
import type { Reading, Wish } from '../reader/reading.ts'
import { FAILURE, NAMES } from '../words.ts'
import { askPage } from './ask.ts'
import { failure } from './failure.ts'
import { rememberPlace } from './places.ts'
import { takeScreen } from './screen.ts'
import { readSitesOff, siteOf } from './sites.ts'

/** A tab as the browser tells of it; its address only where Hearth may know it. */
export interface TabRef {
  readonly id: number
  readonly window: number
  readonly url: string | undefined
  readonly title: string | undefined
  readonly incognito: boolean
}

/** What the browser itself gives of a selection: the words alone, also from where no reader gets in. */
export interface Given {
  readonly words: string
  readonly url: string
  readonly frame?: number
}

const taken = (attachment: Attachment): Captured => ({ ok: true, attachment })
const refused = (why: CaptureFailure): Captured => ({ ok: false, failure: why })
const newId = (): string => crypto.randomUUID()

/** Why a tab is not even tried, as far as that is known before. */
const barred = async (tab: TabRef): Promise<CaptureFailure | null> => {
  if (tab.incognito) return failure('private', FAILURE.private)
  if (tab.url === undefined || tab.url === '') return null
  if (!/^https?:/.test(tab.url)) return failure('internal', FAILURE.internal)
  const site = siteOf(tab.url)
  return (await readSitesOff()).includes(site) ? { ...failure('off', FAILURE.off(site)), site } : null
}

/** Takes what is wished for from a tab. Nothing is read of a site that is switched off. Never throws. */
export const take = async (tab: TabRef, wish: Wish, given?: Given): Promise<Captured> => {
  const why = await barred(given === undefined ? tab : { ...tab, url: tab.url ?? given.url })
  if (why !== null) return refused(why)
  let reading = await askPage(tab.id, wish, given?.frame)
  if (wish.of === 'selection' && wish.orPage && isEmpty(reading))
    reading = await askPage(tab.id, { of: 'page' })
  if ('why' in reading) {
    const plain = given === undefined ? null : plainSelection(tab, given)
    return plain === null ? refused(reading) : taken(plain)
  }
  // The address was not known before the page was asked.
  const late = await barred({ ...tab, url: reading.url })
  if (late !== null) return refused(late)
  await rememberPlace(tab.id, reading.url)
  return await attachmentOf(tab, reading)
}

const isEmpty = (reading: object): boolean => 'why' in reading && reading.why === 'empty'

const attachmentOf = async (tab: TabRef, reading: Exclude<Reading, { of: 'nothing' }>): Promise<Captured> => {
  const { title, url } = reading
  switch (reading.of) {
    case 'text': {
      const { extent, markdown, quote } = reading
      return taken({ kind: 'page', id: newId(), extent, title, url, markdown, quote })
    }
    case 'picture': {
      const { name, mimeType, data } = reading
      return taken({ kind: 'image', id: newId(), name, mimeType, data, url, note: null })
    }
    case 'part': {
      const picture = await takeScreen(tab.window, reading.box)
      if ('why' in picture) return refused(picture)
      return taken({ kind: 'image', id: newId(), name: reading.name, ...picture, url, note: reading.note })
    }
  }
}

/** A picture of what is visible of a tab, which must be its window’s active one. Never throws. */
export const takeScreenshot = async (tab: TabRef): Promise<Captured> => {
  const why = await barred(tab)
  if (why !== null) return refused(why)
  const picture = await takeScreen(tab.window)
  if ('why' in picture) return refused(picture)
  const url = pageAddress(tab.url ?? '')
  if (url === null) return refused(failure('internal', FAILURE.internal))
  await rememberPlace(tab.id, url)
  return taken({ kind: 'image', id: newId(), name: NAMES.screenshot, ...picture, url, note: null })
}

/** The words that the browser gave, where its reader had no way in: a PDF, or a frame of another site. */
const plainSelection = (tab: TabRef, { words, url }: Given): Attachment | null => {
  const quote = seenText(words).trim()
  const isPdf = /\.pdf(?:[?#]|$)/i.test(url)
  const address = pageAddress(url, isPdf ? '' : textFragment(quote))
  if (quote === '' || address === null) return null
  return {
    kind: 'page',
    id: newId(),
    extent: isPdf ? 'pdf' : 'selection',
    title: seenLine(tab.title ?? '').slice(0, PAGE_LIMITS.pageTitle.value) || siteOf(url),
    url: address,
    markdown: quote.slice(0, PAGE_LIMITS.pageSelection.value),
    quote: quote.slice(0, PAGE_LIMITS.pageQuote.value),
  }
}
