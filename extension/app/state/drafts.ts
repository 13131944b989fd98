import type { Clock } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { DRAFT_MS } from './limits.ts'

/** What was typed and not sent, by session; kept on this device alone. */
export interface Drafts {
  /** The draft of a session (`<host>:<session>`, or `new:<host>`), empty if there is none. Never throws. */
  read(key: string): Promise<string>
  /** Keeps a draft; an empty one is forgotten. The newest write wins, whatever order they end in. */
  write(key: string, text: string): void
}

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

/** Drafts in memory first, written behind a pause in typing, one after another. */
export const createDrafts = (memory: DraftMemory, clock: Clock): KeptDrafts => {
  /** What was typed in this window and is not stored yet. */
  const typed = new Map<string, string>()
  const dirty = new Set<string>()
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
  return {
    async read(key) {
      try {
        return typed.get(key) ?? (await memory.read(key))
      } catch (error) {
        if (error instanceof HearthError) return ''
        throw error
      }
    },
    write(key, text) {
      typed.set(key, text)
      dirty.add(key)
      cancel?.()
      cancel = clock.after(DRAFT_MS, () => void flush())
    },
    flush,
  }
}
