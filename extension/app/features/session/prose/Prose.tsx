import { visible } from '@hearth/shared/session'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { foldAt } from '../../../text/exact/Folded.tsx'
import { useReveal } from '../../../text/exact/reveal.ts'
import { W } from '../words.ts'
import styles from './Prose.module.css'

/** Plain text of a person or an agent as it was written: no markup, nothing hidden, long ones folded. */
export const Prose = (props: { readonly text: string; readonly lines: number }): JSX.Element => {
  const [open, setOpen] = createSignal(false)
  const fold = createMemo(() => foldAt(props.text, props.lines))
  const revealed = useReveal(() => props.text.slice(fold().head.length))
  const isOpen = () => open() || revealed()
  const shown = createMemo(() => visible(isOpen() ? props.text : fold().head, { lines: true }))
  return (
    <>
      <div class={styles.prose} dir="auto">
        {shown()}
      </div>
      <Show when={fold().cut}>
        <button type="button" class={styles.more} aria-expanded={isOpen()} onClick={() => setOpen(!open())}>
          {isOpen() ? W.showLess : W.showAll}
        </button>
      </Show>
    </>
  )
}
