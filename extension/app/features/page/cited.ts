import type { PromptContent } from '@hearth/shared/session'

/** A page that a prompt brought along. */
export interface CitedPage {
  /** With the place in it, where some of it was selected. */
  readonly url: string
  readonly host: string
}

/** Pages told of one turn: more is a list, not a way back. */
const MOST = 4

/** The address alone, without the place in the page. */
const pageOf = (url: string): string => url.replace(/#.*$/, '')

/** Pages of the web that a prompt brought along, each once, by the most telling of its addresses. */
export const citedPages = (content: PromptContent): readonly CitedPage[] => {
  const found = new Map<string, CitedPage>()
  for (const block of content) {
    const url =
      block.type === 'resource' ? block.resource.uri : block.type === 'image' ? block.uri : undefined
    if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) continue
    const page = pageOf(url)
    const before = found.get(page)
    if (before === undefined || before.url === page) found.set(page, { url, host: new URL(url).host })
  }
  return [...found.values()].slice(0, MOST)
}
