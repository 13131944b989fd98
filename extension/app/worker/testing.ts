import type { PushBody } from '@hearth/shared/protocol'
import { anId, HOST } from '../testing/build.ts'
import type { NoticeBus, NoticeWord } from './channel.ts'
import type { Shelf } from './desk.ts'
import type { NoticeStore } from './memory.ts'
import type { Notice } from './notice.ts'
import type { Slot } from './slot.ts'

type RequestBody = Slot['body']

/** What a host pushes when somebody is asked; by default harmless and short. */
export const aBody = (over: Partial<RequestBody> = {}): RequestBody => ({
  kind: 'request',
  host: HOST,
  request: anId(0x7e9),
  session: anId(1),
  where: 'garden · Fix the login form',
  title: 'Run a command',
  exact: 'git status --short',
  risk: 1,
  reasons: ['It only reads'],
  hash: 'ab'.repeat(64),
  again: 0,
  ...over,
})

export const aSlot = (over: Partial<Slot> = {}): Slot => ({
  v: 1,
  state: 'asks',
  body: aBody(),
  choice: null,
  note: null,
  at: 0,
  ...over,
})

export const gone = (body: RequestBody, how = 'Denied on phone'): PushBody => ({
  kind: 'gone',
  host: body.host,
  request: body.request,
  how,
})

/** Notifications in memory; `history` has each that was ever shown. */
export interface MemoryShelf extends Shelf {
  readonly history: readonly Notice[]
  readonly now: ReadonlyMap<string, Notice>
}

export const memoryShelf = (actions = 2): MemoryShelf => {
  const now = new Map<string, Notice>()
  const history: Notice[] = []
  return {
    means: { actions },
    history,
    now,
    async show(notice) {
      now.set(notice.tag, notice)
      history.push(notice)
    },
    read: async (tag) => now.get(tag)?.slot ?? null,
    all: async () => [...now.values()].flatMap(({ slot }) => slot ?? []),
    close: async (tag) => void now.delete(tag),
  }
}

/** A store in memory. */
export const memoryStore = (): NoticeStore => {
  const kept = new Map<string, unknown>()
  return {
    get: async (key) => structuredClone(kept.get(key)),
    change: async (key, change) => void kept.set(key, structuredClone(change(kept.get(key)))),
  }
}

/** Buses that hear each other, as windows and the worker of one browser do. */
export const memoryBuses = (): { open(): NoticeBus } => {
  const all = new Map<object, Set<(word: NoticeWord) => void>>()
  return {
    open() {
      const own = new Set<(word: NoticeWord) => void>()
      const bus: NoticeBus = {
        post(word) {
          for (const [other, listeners] of all)
            if (other !== bus) for (const listener of listeners) listener(word)
        },
        listen(listener) {
          own.add(listener)
          return () => void own.delete(listener)
        },
      }
      all.set(bus, own)
      return bus
    },
  }
}
