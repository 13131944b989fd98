import { type Accessor, createSignal, onMount } from 'solid-js'
import { type Drafts, joinTexts } from '../../../state/drafts.ts'

/** What is typed for a session, kept on this device with every change. */
export interface Draft {
  readonly text: Accessor<string>
  set(text: string): void
  /** Puts a text back that was sent or queued before, below what stands there. */
  restore(text: string): void
}

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
