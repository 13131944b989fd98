import * as v from 'valibot'
import type { Shelf } from './desk.ts'
import type { NoticeStore } from './memory.ts'
import { type Notice, type NoticeAction, noticeOf } from './notice.ts'
import { Slot, slotTag } from './slot.ts'
import { notice as words } from './words.ts'

/** As much of `chrome.notifications` as is used. */
export interface ExtensionNotifications {
  create(id: string, options: ExtensionNotice): Promise<unknown>
  update?(id: string, options: ExtensionNotice): Promise<boolean>
  clear(id: string): Promise<unknown>
}
export interface ExtensionNotice {
  readonly type: 'basic'
  readonly iconUrl: string
  readonly title: string
  readonly message: string
  readonly buttons?: { readonly title: string }[]
  readonly silent?: boolean
  readonly requireInteraction?: boolean
}

const ICON = '/icon/128.png'
const LABEL: Readonly<Record<NoticeAction, string>> = {
  allow: words.allow,
  deny: words.deny,
  review: words.review,
  open: words.open,
}
const KEY = 'slots'
const Slots = v.array(Slot)
type Slots = v.InferOutput<typeof Slots>

const readSlots = (kept: unknown): Slots => {
  const read = v.safeParse(Slots, kept)
  return read.success ? read.output : []
}
const tagOf = ({ body }: Slot): string => slotTag(body.host, body.request)

/** A shelf with what its buttons mean, which an extension is told by their place alone. */
export interface ChromeShelf extends Shelf {
  /** At once, for what this worker has shown itself; undefined for what another did. */
  known(tag: string, index: number): NoticeAction | undefined
  actionAt(tag: string, index: number): Promise<NoticeAction | null>
}

/**
 * The notifications of an extension, which carry no data: their slots are kept beside. `buttons`: how many fit, 0 in
 * Firefox, which also knows nothing of sounds and of staying.
 */
export const chromeShelf = (
  notifications: ExtensionNotifications,
  store: NoticeStore,
  buttons: number,
): ChromeShelf => {
  const means = { actions: buttons }
  const shown = new Map<string, readonly NoticeAction[]>()
  const all = async (): Promise<Slots> => readSlots(await store.get(KEY))
  const read = async (tag: string): Promise<Slot | null> =>
    (await all()).find((slot) => tagOf(slot) === tag) ?? null
  const keep = (tag: string, slot: Slot | null): Promise<void> =>
    store.change(KEY, (kept) => [
      ...readSlots(kept).filter((other) => tagOf(other) !== tag),
      ...(slot === null ? [] : [slot]),
    ])
  const optionsOf = ({ title, body, actions, silent, stays }: Notice): ExtensionNotice => ({
    ...{ type: 'basic', iconUrl: ICON, title, message: body },
    ...(buttons === 0
      ? {}
      : {
          buttons: actions.map((action) => ({ title: LABEL[action] })),
          silent,
          requireInteraction: stays,
        }),
  })
  return {
    means,
    read,
    all,
    async show(notice) {
      shown.set(notice.tag, notice.actions)
      await keep(notice.tag, notice.slot)
      const options = optionsOf(notice)
      // Changed in place it makes no sound; made anew it does.
      const changed = notice.silent && (await notifications.update?.(notice.tag, options).catch(() => false))
      if (changed !== true) await notifications.create(notice.tag, options)
    },
    async close(tag) {
      shown.delete(tag)
      await keep(tag, null)
      await notifications.clear(tag)
    },
    known: (tag, index) => shown.get(tag)?.[index],
    async actionAt(tag, index) {
      const slot = await read(tag)
      return slot === null ? null : (noticeOf(slot, means).actions[index] ?? null)
    },
  }
}
