import { type Clock, systemClock } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { Attachment } from './attachment.ts'
import type { OpenedHub } from './hub.ts'
import { DRAFT_MS } from './limits.ts'
import { isNothing, joinTyped, NOTHING, type Typed } from './typed.ts'

/** What was typed and attached and not sent, by session; kept on this device alone. */
export interface Drafts {
  /** The draft of a session (`<host>:<session>`, or `new:<host>`), `NOTHING` if there is none. Never throws. */
  read(key: string): Promise<Typed>
  /** Keeps a draft; an empty one is forgotten. The newest write wins, whatever order they end in. */
  write(key: string, typed: Typed): void
  /** Puts what would be lost otherwise below what is kept, at once; several of them in the order of the calls. */
  add(key: string, more: Typed): void
}

/** The key of a session's draft. */
export const draftKey = (host: string, session: string): string => `${host}:${session}`

/** What a draft is in storage. */
export interface KeptDraft {
  readonly text: string
  /** Checked when it is read. */
  readonly attachments: readonly unknown[]
}

/** Where drafts are kept. */
export interface DraftMemory {
  read(key: string): Promise<KeptDraft>
  /** `attachments` is undefined where they are as they were: they are large, and words change with every key. */
  write(
    key: string,
    draft: { readonly text: string; readonly attachments: readonly unknown[] | undefined },
    at: number,
  ): Promise<void>
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
      write: async (key, draft, at) => (await hub.device).drafts.write(key, draft, at),
    },
    systemClock,
  )

/** Drafts in memory first, written behind a pause in typing, one after another. */
export const createDrafts = (memory: DraftMemory, clock: Clock): KeptDrafts => {
  /** What was typed in this window and is not stored yet. */
  const typed = new Map<string, Typed>()
  const dirty = new Set<string>()
  /** The attachments that this window stored last for a draft. */
  const stored = new Map<string, WeakRef<readonly Attachment[]>>()
  /** What is on its way into drafts. */
  const adding = new Map<string, Promise<void>>()
  let writing: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  const store = async (): Promise<void> => {
    for (const key of dirty) {
      dirty.delete(key)
      const { text, attachments } = typed.get(key) ?? NOTHING
      const same = attachments.length > 0 && stored.get(key)?.deref() === attachments
      try {
        await memory.write(key, { text, attachments: same ? undefined : attachments }, clock.now())
        stored.set(key, new WeakRef(attachments))
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
  const read = async (key: string): Promise<Typed> => {
    try {
      const here = typed.get(key)
      if (here !== undefined) return here
      const kept = checked(await memory.read(key))
      stored.set(key, new WeakRef(kept.attachments))
      return typed.get(key) ?? kept
    } catch (error) {
      if (error instanceof HearthError) return NOTHING
      throw error
    }
  }
  const put = (key: string, next: Typed): void => {
    typed.set(key, next)
    dirty.add(key)
  }
  return {
    async read(key) {
      await adding.get(key)
      return read(key)
    },
    write(key, next) {
      const before = typed.get(key)?.attachments ?? stored.get(key)?.deref()
      put(key, next)
      // What was sent must not stand there again after a window that closed in the same moment, and what was attached
      // is not typed again so easily.
      const attached = next.attachments.length > 0 && next.attachments !== before
      if (isNothing(next) || attached) return void flush()
      cancel?.()
      cancel = clock.after(DRAFT_MS, () => void flush())
    },
    add(key, more) {
      const before = adding.get(key) ?? Promise.resolve()
      const work = before.then(async () => {
        const kept = await read(key)
        put(key, joinTyped(typed.get(key) ?? kept, more))
        if (adding.get(key) === work) adding.delete(key)
        void flush()
      })
      adding.set(key, work)
    },
    flush,
  }
}

/** A kept draft with those of its attachments that are what they should be. */
const checked = ({ text, attachments }: KeptDraft): Typed => ({
  text,
  attachments: attachments.flatMap((one) => {
    const read = v.safeParse(Attachment, one)
    return read.success ? [read.output] : []
  }),
})
