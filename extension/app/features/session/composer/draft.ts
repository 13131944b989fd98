import { type Accessor, createSignal, onMount } from 'solid-js'
import type { Drafts } from '../../../state/drafts.ts'

/** What is typed for a session, kept on this device with every change. */
export interface Draft {
  readonly text: Accessor<string>
  set(text: string): void
  /** Puts a text back that was sent or queued before, below what stands there. */
  restore(text: string): void
}

/** The key of a session's draft. */
export const draftKey = (host: string, session: string): string => `${host}:${session}`

/** `more` below what is typed already. */
export const joinTexts = (typed: string, more: string): string =>
  typed.trim() === '' ? more : `${typed.trimEnd()}\n\n${more}`

/** Opens a draft. What the person types before it was read wins over what was kept. */
export const createDraft = (drafts: Drafts, key: string): Draft => {
  const [text, setText] = createSignal('')
  let touched = false
  const set = (next: string): void => {
    touched = true
    setText(next)
    drafts.write(key, next)
  }
  onMount(() => {
    void drafts.read(key).then((kept) => {
      if (!touched) setText(kept)
    })
  })
  return {
    text,
    set,
    restore: (back) => set(joinTexts(text(), back)),
  }
}
