import { type Clock, systemClock } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { OpenedHub } from './hub.ts'
import { DRAFT_MS } from './limits.ts'

/** What was typed and not sent, by session; kept on this device alone. */
export interface Drafts {
  /** The draft of a session (`<host>:<session>`, or `new:<host>`), empty if there is none. Never throws. */
  read(key: string): Promise<string>
  /** Keeps a draft; an empty one is forgotten. The newest write wins, whatever order they end in. */
  write(key: string, text: string): void
  /** Puts a text that would be lost otherwise below what is kept, at once; several of them in the order of the calls. */
  add(key: string, more: string): void
}

/** The key of a session's draft. */
export const draftKey = (host: string, session: string): string => `${host}:${session}`

/** `more` below what is typed already. */
export const joinTexts = (typed: string, more: string): string =>
  typed.trim() === '' ? more : `${typed.trimEnd()}\n\n${more}`

/** Where drafts are kept. */
export interface DraftMemory {
  read(key: string): Promise<string>
  write(key: string, text: string, at: number): Promise<void>
}

/** Drafts with what their page does with them. */
export interface KeptDrafts extends Drafts {
  /** Writes what waits now: the page may be gone in a moment. */
  flush(): Promise<void>
}

/** Drafts of the device that a hub stands on. */
export const hubDrafts = (hub: Pick<OpenedHub, 'device'>): KeptDrafts =>
  createDrafts(
    {
      read: async (key) => (await hub.device).drafts.read(key),
      write: async (key, text, at) => (await hub.device).drafts.write(key, text, at),
    },
    systemClock,
  )

/** Drafts in memory first, written behind a pause in typing, one after another. */
export const createDrafts = (memory: DraftMemory, clock: Clock): KeptDrafts => {
  /** What was typed in this window and is not stored yet. */
  const typed = new Map<string, string>()
  const dirty = new Set<string>()
  /** Texts on their way into drafts. */
  const adding = new Map<string, Promise<void>>()
  let writing: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  const store = async (): Promise<void> => {
    for (const key of dirty) {
      dirty.delete(key)
      try {
        await memory.write(key, typed.get(key) ?? '', clock.now())
        if (!dirty.has(key)) typed.delete(key)
      } catch (error) {
        // What storage refuses stays in memory; the app says elsewhere why.
        if (!(error instanceof HearthError)) throw error
      }
    }
  }
  const flush = (): Promise<void> => {
    cancel?.()
    cancel = undefined
    writing = writing.then(store)
    return writing
  }
  const read = async (key: string): Promise<string> => {
    try {
      return typed.get(key) ?? (await memory.read(key))
    } catch (error) {
      if (error instanceof HearthError) return ''
      throw error
    }
  }
  const put = (key: string, text: string): void => {
    typed.set(key, text)
    dirty.add(key)
  }
  return {
    async read(key) {
      await adding.get(key)
      return read(key)
    },
    write(key, text) {
      put(key, text)
      // What was sent must not stand there again after a window that closed in the same moment.
      if (text === '') return void flush()
      cancel?.()
      cancel = clock.after(DRAFT_MS, () => void flush())
    },
    add(key, more) {
      const before = adding.get(key) ?? Promise.resolve()
      const work = before.then(async () => {
        const kept = await read(key)
        put(key, joinTexts(typed.get(key) ?? kept, more))
        if (adding.get(key) === work) adding.delete(key)
        void flush()
      })
      adding.set(key, work)
    },
    flush,
  }
}
