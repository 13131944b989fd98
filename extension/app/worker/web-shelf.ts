import * as v from 'valibot'
import type { Shelf } from './desk.ts'
import type { Notice, NoticeAction, Place } from './notice.ts'
import { type Slot as KeptSlot, Slot } from './slot.ts'
import { notice as words } from './words.ts'

const LABEL: Readonly<Record<NoticeAction, string>> = {
  allow: words.allow,
  deny: words.deny,
  review: words.review,
  open: words.open,
}

const Kept = v.strictObject({
  slot: v.nullable(Slot),
  place: v.union([
    v.strictObject({ host: v.string(), request: v.string() }),
    v.strictObject({ host: v.string(), session: v.string() }),
    v.strictObject({ host: v.null() }),
  ]),
})

/** What `showNotification` takes beyond what the project's types know: https://notifications.spec.whatwg.org/ */
interface Options extends NotificationOptions {
  readonly actions: readonly { readonly action: string; readonly title: string }[]
  readonly renotify: boolean
}

/** As much of a registration as is used. */
export type Showing = Pick<ServiceWorkerRegistration, 'showNotification' | 'getNotifications'>

const optionsOf = ({ tag, body, actions, silent, stays, place, slot }: Notice): Options => ({
  tag,
  body,
  silent,
  requireInteraction: stays,
  renotify: !silent,
  actions: actions.map((action) => ({ action, title: LABEL[action] })),
  data: { slot, place },
  icon: '/icon-192.png',
})

const slotOf = (shown: Notification | undefined): KeptSlot | null => {
  const read = v.safeParse(Kept, shown?.data)
  return read.success ? read.output.slot : null
}

/** Where a press on a notification leads, read back from it; home for one that says nothing. */
export const placeOf = (data: unknown): Place => {
  const read = v.safeParse(Kept, data)
  return read.success ? read.output.place : { host: null }
}

/** The notifications of a service worker; how each stands is kept in it. `maxActions`: 0 where the browser has none. */
export const webShelf = (showing: Showing, maxActions: number): Shelf => ({
  means: { actions: maxActions },
  show: (notice) => showing.showNotification(notice.title, optionsOf(notice)),
  async read(tag) {
    return slotOf((await showing.getNotifications({ tag })).at(-1))
  },
  async all() {
    const shown = await showing.getNotifications()
    return shown.flatMap((one) => slotOf(one) ?? [])
  },
  async close(tag) {
    for (const shown of await showing.getNotifications({ tag })) shown.close()
  },
})
