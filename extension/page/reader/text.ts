import { pageAddress } from '../dom/address.ts'
import { seenLine } from '../dom/characters.ts'
import { titleOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'
import type { Reading } from './reading.ts'

/** A text within its bound; what is cut says so, in the text that the agent gets too. */
export const within = (text: string, limit: number, cut: boolean): string => {
  if (!cut && text.length <= limit) return text
  const said = '\n\n[Cut here: the page goes on.]'
  const end = Math.min(text.length, limit - said.length)
  // Half a character is none.
  const whole = /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end
  return text.slice(0, whole) + said
}

/** Title and address of a page. `fragment`: leads to a place in it. Null where the page has no address that may be told. */
export const whereOf = (view: Window, fragment = ''): { title: string; url: string } | null => {
  const url = pageAddress(view.location.href, fragment)
  if (url === null) return null
  const title = seenLine(titleOf(view.document)).slice(0, PAGE_LIMITS.pageTitle.value)
  return { title: title === '' ? new URL(url).host : title, url }
}

export const nothing = (why: Extract<Reading, { of: 'nothing' }>['why']): Reading => ({ of: 'nothing', why })
