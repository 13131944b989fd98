import { isFinished, type RequestView } from '@hearth/shared/link'
import { createEffect } from 'solid-js'
import { REQUEST_CARD_LIMITS } from './limits.ts'

/** Half-filled cards of one kind, by host and request: kept while they wait, in this page's memory only. */
export interface CardMemory<Draft> {
  read(host: string, request: string): Draft | null
  write(host: string, request: string, draft: Draft): void
  forget(host: string, request: string): void
}

export const createCardMemory = <Draft>(): CardMemory<Draft> => {
  const drafts = new Map<string, Draft>()
  const keyOf = (host: string, request: string): string => `${host}:${request}`
  return {
    read: (host, request) => drafts.get(keyOf(host, request)) ?? null,
    write(host, request, draft) {
      const key = keyOf(host, request)
      drafts.delete(key)
      drafts.set(key, draft)
      const oldest = drafts.keys().next()
      if (drafts.size > REQUEST_CARD_LIMITS.draftsKept.value && !oldest.done) drafts.delete(oldest.value)
    },
    forget: (host, request) => void drafts.delete(keyOf(host, request)),
  }
}

/** Forgets a card's draft once nobody waits for it any more. */
export const forgetWhenOver = (memory: CardMemory<unknown>, host: string, view: () => RequestView): void =>
  createEffect(() => {
    if (isFinished(view().state)) memory.forget(host, view().id)
  })
