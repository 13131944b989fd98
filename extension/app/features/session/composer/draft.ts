import { type Accessor, createMemo, createSignal, onMount } from 'solid-js'
import type { Attachment } from '../../../state/attachment.ts'
import type { Drafts } from '../../../state/drafts.ts'
import { isNothing, joinTyped, NOTHING, type Typed, words } from '../../../state/typed.ts'

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

/** Opens a draft. Words typed before it was read win over what was kept; what is added goes below and beside it. */
export const createDraft = (drafts: Drafts, key: string): Draft => {
  const [typed, setTyped] = createSignal<Typed>(NOTHING)
  /** What was added before the draft was read; null from then on. */
  let early: Typed | null = NOTHING
  const put = (next: Typed): void => {
    early = null
    setTyped(next)
    drafts.write(key, next)
  }
  const add = (more: Typed): void => {
    if (early === null) put(joinTyped(typed(), more))
    else early = joinTyped(early, more)
  }
  onMount(() => {
    void drafts.read(key).then((kept) => {
      if (early === null) return
      const added = early
      early = null
      if (isNothing(added)) setTyped(kept)
      else put(joinTyped(kept, added))
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
      early = null
      setTyped({ ...typed(), text: next })
    },
    attach: (more) => add({ text: '', attachments: more }),
    change: (id, to) =>
      put({
        ...typed(),
        attachments: attachments().flatMap((one) => (one.id !== id ? [one] : to === null ? [] : [to])),
      }),
    restore: (back) => add(typeof back === 'string' ? words(back) : back),
    clear: () => put(NOTHING),
  }
}
