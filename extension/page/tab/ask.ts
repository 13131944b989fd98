import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { CaptureFailure } from '../../app/state/pages.ts'
import { PAGE_LIMITS } from '../limits.ts'
import type { Reader } from '../reader/reader.ts'
import { Reading, type Wish } from '../reader/reading.ts'
import { FAILURE } from '../words.ts'
import { failure } from './failure.ts'

/** What is put into a page holds these. */
interface Readers {
  readonly hearthReader?: Reader
  readonly hearthArticle?: () => Reading
}

/** Why a browser refuses to put anything into a tab: it never says so but in words. */
const refusal = (error: unknown): CaptureFailure => {
  const said = String(error)
  if (/(chrome|edge|about|devtools|view-source|moz)(-extension)?:|gallery|error page|webstore/i.test(said))
    return failure('internal', FAILURE.internal)
  if (/cannot access|permission/i.test(said)) return failure('no-access', FAILURE.access)
  return failure('failed', FAILURE.failed)
}

const SLOW = Symbol('slow')

const withinTime = async <T>(work: Promise<T>, ms: number): Promise<T | typeof SLOW> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const slow = new Promise<typeof SLOW>((resolve) => {
    timer = setTimeout(() => resolve(SLOW), ms)
  })
  try {
    return await Promise.race([work, slow])
  } finally {
    clearTimeout(timer)
  }
}

// Both run in the page: they may use nothing around them.
const askReader = (wish: Wish) => (globalThis as Readers).hearthReader?.read(wish)
const askArticle = () => (globalThis as Readers).hearthArticle?.()

/** Asks a page by a reader that is put into it now. `frame`: the part of the page that was pressed. Never throws. */
export const askPage = async (
  tab: number,
  wish: Wish,
  frame?: number,
): Promise<Exclude<Reading, { of: 'nothing' }> | CaptureFailure> => {
  const target = frame === undefined ? { tabId: tab } : { tabId: tab, frameIds: [frame] }
  const isPage = wish.of === 'page'
  const work = async (): Promise<unknown> => {
    await browser.scripting.executeScript({
      target,
      files: [isPage ? '/page-article.js' : '/page-reader.js'],
    })
    const [answer] = isPage
      ? await browser.scripting.executeScript({ target, func: askArticle })
      : await browser.scripting.executeScript({ target, func: askReader, args: [wish] })
    return answer?.result
  }
  try {
    const ms = wish.of === 'element' ? PAGE_LIMITS.pickingMs.value : PAGE_LIMITS.readingMs.value
    const answer = await withinTime(work(), ms)
    if (answer === SLOW) return failure('failed', FAILURE.slow)
    const reading = v.safeParse(Reading, answer)
    if (!reading.success) return failure('failed', FAILURE.failed)
    return reading.output.of === 'nothing' ? wordsOf(reading.output.why, wish) : reading.output
  } catch (error) {
    return refusal(error)
  }
}

const wordsOf = (why: Extract<Reading, { of: 'nothing' }>['why'], wish: Wish): CaptureFailure => {
  switch (why) {
    case 'cancelled':
      return failure('cancelled', FAILURE.cancelled)
    case 'document':
      return failure('internal', FAILURE.document)
    case 'empty':
      return failure('empty', wish.of === 'page' ? FAILURE.emptyPage : FAILURE.emptySelection)
    case 'failed':
      return failure('failed', FAILURE.failed)
  }
}

/** Ends a pick that goes on in a tab. */
export const stopPicking = async (tab: number): Promise<void> => {
  const cancel = () => (globalThis as Readers).hearthReader?.cancel()
  // A page that is gone has no pick either.
  await browser.scripting.executeScript({ target: { tabId: tab }, func: cancel }).catch(() => undefined)
}

/** Goes to a place in a page that is open. False where its reader does not get in, or does not find it any more. */
export const showInPage = async (tab: number, url: string): Promise<boolean> => {
  const target = { tabId: tab }
  const show = (place: string) => (globalThis as Readers).hearthReader?.show(place)
  try {
    await browser.scripting.executeScript({ target, files: ['/page-reader.js'] })
    const [answer] = await browser.scripting.executeScript({ target, func: show, args: [url] })
    return answer?.result === true
  } catch {
    // Closed, or gone elsewhere meanwhile: its address is opened instead.
    return false
  }
}
