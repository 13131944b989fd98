import { toHex } from '@hearth/shared/crypto'
import { createWebProvider } from '@hearth/shared/crypto/web'
import { systemClock } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Accessor } from 'solid-js'
import { type HostView, hostName } from '../state/host-view.ts'
import { isSeen, type NoticeWord, noticeBus } from './channel.ts'
import { chromeShelf, type ExtensionNotifications } from './chrome-shelf.ts'
import { NoticeDesk } from './desk.ts'
import { keepJoined, settingsSignal } from './joining.ts'
import { SIGHT_MS, WANTED_MS } from './limits.ts'
import { watchLinks } from './link-notices.ts'
import { noticeMemory, noticeStore } from './memory.ts'
import { type NoticeAction, type Place, testNotice } from './notice.ts'

/** What the extension's background gives. */
export interface BackgroundParts {
  readonly hosts: Accessor<readonly HostView[]>
  readonly notifications: ExtensionNotifications
  /** Buttons that a notification may have. */
  readonly buttons: number
}

/** What the background is asked by the browser. */
export interface BackgroundNotices {
  pressed(tag: string): Promise<void>
  /** `openPanel` is called at once where the press leads there, as long as a gesture counts. */
  pressedButton(tag: string, index: number, openPanel: () => void): Promise<void>
  /** Closed by the person. */
  closed(tag: string): Promise<void>
}

const HOME: Place = { host: null }
const leadsOn = (action: NoticeAction): boolean => action === 'review' || action === 'open'

/**
 * Notifications of the extension, from its links to all of its hosts (docs/decisions/0029). Needs an owner.
 */
export const startBackgroundNotices = (parts: BackgroundParts): BackgroundNotices => {
  const { hosts, notifications, buttons } = parts
  const provider = createWebProvider()
  const bus = noticeBus()
  const store = noticeStore()
  const memory = noticeMemory(store, bus)
  const settings = settingsSignal(memory)
  const shelf = chromeShelf(notifications, store, buttons)
  const hashOf = (bytes: Uint8Array): string => toHex(provider.sha512(bytes))
  const hostOf = (id: string): HostView => {
    const found = hosts().find((host) => host.id === id)
    if (found === undefined) throw new HearthError('link.closed', 'This host is not paired here any more')
    return found
  }
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve))

  /** Where the window that is being opened is to go. */
  let wanted: { readonly word: NoticeWord; readonly at: number } | null = null

  const desk = new NoticeDesk({
    shelf,
    clock: systemClock,
    hashOf,
    withHost: async (id, work) => {
      const { actions, requests, overview } = hostOf(id)
      return work({
        live: actions.live,
        requests,
        device: () => overview().device,
        decide: (request, choice) => actions.decide(request, choice),
      })
    },
    isSeen: (asked) => isSeen(bus, { host: asked.host, request: asked.request }, wait, SIGHT_MS),
    async open(place) {
      const word: NoticeWord =
        place.host === null
          ? { t: 'open-inbox' }
          : 'request' in place
            ? { t: 'open', ...place }
            : { t: 'open-session', ...place }
      wanted = { word, at: Date.now() }
      bus.post(word)
    },
    tested: ({ host, nonce }) => bus.post({ t: 'test', host, nonce }),
    nameOf: async (id) => hostName(hostOf(id)),
  })

  bus.listen((word) => {
    if (word.t === 'where' && wanted !== null) {
      if (Date.now() - wanted.at < WANTED_MS) bus.post(wanted.word)
      wanted = null
    } else if (word.t === 'try') {
      quietly(
        desk.tell(testNotice(word.host, hostName(hostOf(word.host)))).then(() => {
          bus.post({ t: 'test', host: word.host, nonce: word.nonce })
        }),
      )
    }
  })
  watchLinks({ hosts, settings, desk, store, clock: systemClock, hashOf }, quietly)
  keepJoined(hosts, memory, settings, {
    join: async () => ({ state: 'link', why: null }),
    leave: async () => undefined,
  })
  // What a worker before this one has left undone.
  quietly(desk.tidy())
  return {
    pressed: (tag) => desk.press(tag, null, HOME),
    async pressedButton(tag, index, openPanel) {
      const known = shelf.known(tag, index)
      if (known !== undefined && leadsOn(known)) openPanel()
      const action = known ?? (await shelf.actionAt(tag, index))
      if (known === undefined && (action === null || leadsOn(action))) openPanel()
      await desk.press(tag, action, HOME)
    },
    closed: (tag) => shelf.close(tag),
  }
}

/** A notification that can't be shown or kept changes nothing of what waits: the badge and the inbox have it. */
const quietly = (work: Promise<void>): void => void work.catch(() => undefined)
