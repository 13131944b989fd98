import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { Drafts } from '../../state/drafts.ts'

/** What is typed for a session that isn't made yet; kept on this device by host. */
export interface NewDraft {
  readonly text: Accessor<string>
  set(text: string): void
  /** It was sent. */
  clear(): void
}

const keyOf = (host: string): string => `new:${host}`

/** Opens the draft of a host. What is typed goes along when another host is chosen, unless nothing is. */
export const createNewDraft = (drafts: Drafts, host: Accessor<string>): NewDraft => {
  const [text, setText] = createSignal('')
  createEffect(
    on(host, (now, before) => {
      if (text().trim() !== '') {
        if (before !== undefined) drafts.write(keyOf(before), '')
        drafts.write(keyOf(now), text())
        return
      }
      void drafts.read(keyOf(now)).then((kept) => {
        // What was typed meanwhile wins over what was kept.
        if (host() === now && text() === '') setText(kept)
      })
    }),
  )
  const set = (next: string): void => {
    setText(next)
    drafts.write(keyOf(host()), next)
  }
  const clear = (): void => {
    const key = keyOf(host())
    const sent = text()
    setText('')
    // Whoever came back to the screen meanwhile may be typing something else by now.
    void drafts.read(key).then((kept) => {
      if (kept === sent) drafts.write(key, '')
    })
  }
  return { text, set, clear }
}
