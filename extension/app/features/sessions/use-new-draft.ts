import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { Attachment } from '../../state/attachment.ts'
import type { Drafts } from '../../state/drafts.ts'
import { isNothing, joinTyped, NOTHING, type Typed } from '../../state/typed.ts'

/** What is typed and attached for a session that isn't made yet; kept on this device by host. */
export interface NewDraft {
  readonly typed: Accessor<Typed>
  readonly text: Accessor<string>
  readonly attachments: Accessor<readonly Attachment[]>
  set(text: string): void
  attach(more: readonly Attachment[]): void
  /** Puts another in its place; null: takes it away. */
  change(id: string, to: Attachment | null): void
  /** It was sent. */
  clear(): void
}

const keyOf = (host: string): string => `new:${host}`

const hasAny = ({ text, attachments }: Typed): boolean => text.trim() !== '' || attachments.length > 0

/** Opens the draft of a host. What is typed goes along when another host is chosen, unless nothing is. */
export const createNewDraft = (drafts: Drafts, host: Accessor<string>): NewDraft => {
  const [typed, setTyped] = createSignal<Typed>(NOTHING)
  /** What was attached before the draft was read. */
  let early: Typed | null = null
  createEffect(
    on(host, (now, before) => {
      if (hasAny(typed())) {
        if (before !== undefined) drafts.write(keyOf(before), NOTHING)
        drafts.write(keyOf(now), typed())
        return
      }
      early = NOTHING
      void drafts.read(keyOf(now)).then((kept) => {
        const added = early
        early = null
        // What was typed meanwhile wins over what was kept.
        if (host() !== now || !isNothing(typed())) return
        setTyped(joinTyped(kept, added ?? NOTHING))
        if (added !== null && !isNothing(added)) drafts.write(keyOf(now), typed())
      })
    }),
  )
  const put = (next: Typed): void => {
    setTyped(next)
    drafts.write(keyOf(host()), next)
  }
  const clear = (): void => {
    const key = keyOf(host())
    const sent = typed()
    setTyped(NOTHING)
    // Whoever came back to the screen meanwhile may be typing something else by now.
    void drafts.read(key).then((kept) => {
      if (kept.text === sent.text) drafts.write(key, NOTHING)
    })
  }
  return {
    typed,
    text: () => typed().text,
    attachments: () => typed().attachments,
    set: (text) => put({ ...typed(), text }),
    attach: (attachments) => {
      const more = { text: '', attachments }
      if (early !== null && isNothing(typed())) early = joinTyped(early, more)
      else put(joinTyped(typed(), more))
    },
    change: (id, to) =>
      put({
        ...typed(),
        attachments: typed().attachments.flatMap((one) => (one.id !== id ? [one] : to === null ? [] : [to])),
      }),
    clear,
  }
}
