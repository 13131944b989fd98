import { createEffect } from 'solid-js'
import type { Hub } from '../../state/hub.ts'
import type { Pages } from '../../state/pages.ts'
import type { Router } from '../../state/router.ts'
import type { ShowToast } from '../../ui/Toast.tsx'
import { PAGE_WORDS } from './words.ts'

interface Parts {
  readonly pages: Pages
  readonly hub: Pick<Hub, 'hosts'>
  readonly router: Router
  readonly toast: ShowToast
}

/** Screens that have a composer, which takes what waits. */
const TAKES: ReadonlySet<string> = new Set(['session', 'new'])

/**
 * Brings what was taken from a page to a composer: that of the open session, else that of a new one. Says why a press on
 * a page came to nothing. What is taken before a host is paired waits until there is one.
 */
export const watchArrivals = ({ pages, hub, router, toast }: Parts): void => {
  createEffect(() => {
    if (pages.waiting().length === 0 || hub.hosts().length === 0) return
    if (!TAKES.has(router.route().screen)) router.go({ screen: 'new', host: null })
  })
  createEffect(() => {
    const trouble = pages.trouble()
    if (trouble === null) return
    const { site, words } = trouble
    toast({
      text: words,
      stays: true,
      ...(site !== undefined && {
        action: { label: PAGE_WORDS.switchOn, onAction: () => pages.switchSite(site, false) },
      }),
    })
    pages.settle()
  })
}
