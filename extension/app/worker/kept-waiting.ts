import * as v from 'valibot'
import { MAX_NOTED } from './limits.ts'
import type { NoticeStore } from './memory.ts'
import { slotTag } from './slot.ts'

const KEY = 'waiting'
const Tags = v.array(v.string())
const readTags = (kept: unknown): string[] => {
  const read = v.safeParse(Tags, kept)
  return read.success ? read.output : []
}

/** The requests that wait, as far as windows and the workers behind notifications have heard: for the app's badge. */
export interface KeptWaiting {
  /** Gives how many wait now, of all hosts. */
  note(tag: string, waits: boolean): Promise<number>
  /** What a window knows of a host that is connected: all of it. */
  replace(host: string, requests: readonly string[]): Promise<void>
}

/** Kept where all of this browser's windows and workers find it. */
export const keptWaiting = (store: NoticeStore): KeptWaiting => ({
  async note(tag, waits) {
    let count = 0
    await store.change(KEY, (kept) => {
      const others = readTags(kept).filter((other) => other !== tag)
      const now = (waits ? [...others, tag] : others).slice(-MAX_NOTED)
      count = now.length
      return now
    })
    return count
  },
  replace: (host, requests) =>
    store.change(KEY, (kept) =>
      [
        ...readTags(kept).filter((tag) => !tag.startsWith(slotTag(host, ''))),
        ...requests.map((request) => slotTag(host, request)),
      ].slice(-MAX_NOTED),
    ),
})
