import { type Accessor, createMemo, createSignal, onMount } from 'solid-js'
import type { Attachment } from '../../../state/attachment.ts'
import type { Drafts } from '../../../state/drafts.ts'
import { joinTyped, NOTHING, type Typed, words } from '../../../state/typed.ts'

/** What is typed and attached for a session, kept on this device with every change. */
export interface Draft {
  readonly typed: Accessor<Typed>
  readonly text: Accessor<string>
  readonly attachments: Accessor<readonly Attachment[]>
  /** The words, changed by the person. */
  set(text: string): void
  /** Shows other words in their place without keeping them; the next `set` keeps what stands there then. */
  show(text: string): void
  attach(more: readonly Attachment[]): void
  /** Puts another in its place; null: takes it away. */
  change(id: string, to: Attachment | null): void
  /** Puts back what was sent or queued before, below and beside what stands there. */
  restore(back: string | Typed): void
  clear(): void
}

/** Opens a draft. What the person types before it was read wins over what was kept. */
export const createDraft = (drafts: Drafts, key: string): Draft => {
  const [typed, setTyped] = createSignal<Typed>(NOTHING)
  let touched = false
  const put = (next: Typed): void => {
    touched = true
    setTyped(next)
    drafts.write(key, next)
  }
  onMount(() => {
    void drafts.read(key).then((kept) => {
      if (!touched) setTyped(kept)
    })
  })
  const text = createMemo(() => typed().text)
  const attachments = createMemo(() => typed().attachments)
  return {
    typed,
    text,
    attachments,
    set: (next) => put({ ...typed(), text: next }),
    show: (next) => {
      touched = true
      setTyped({ ...typed(), text: next })
    },
    attach: (more) => put({ ...typed(), attachments: [...attachments(), ...more] }),
    change: (id, to) =>
      put({
        ...typed(),
        attachments: attachments().flatMap((one) => (one.id !== id ? [one] : to === null ? [] : [to])),
      }),
    restore: (back) => put(joinTyped(typed(), typeof back === 'string' ? words(back) : back)),
    clear: () => put(NOTHING),
  }
}
