import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { TEXT_LIMITS } from '../limits.ts'
import { SHOW_LESS, showAllLines } from '../words.ts'
import { ExactText } from './ExactText.tsx'
import styles from './Folded.module.css'
import { useReveal } from './reveal.ts'

/**
 * A long text of strangers of which the first lines show, with a button that shows all of it. Very long lines count
 * for as many as they are likely to fill.
 */
export const Folded = (props: { text: string; lines?: number }): JSX.Element => {
  const [open, setOpen] = createSignal(false)
  const limit = () => props.lines ?? TEXT_LIMITS.foldedLines.value
  const fold = createMemo(() => foldAt(props.text, limit()))
  const revealed = useReveal(() => props.text.slice(fold().head.length))
  const isOpen = () => open() || revealed()
  return (
    <div class={styles.folded}>
      <ExactText text={isOpen() ? props.text : fold().head} lines />
      <Show when={fold().cut}>
        <button type="button" class={styles.more} aria-expanded={isOpen()} onClick={() => setOpen(!open())}>
          {isOpen() ? SHOW_LESS : showAllLines(fold().total)}
        </button>
      </Show>
    </div>
  )
}

/** Where a text is folded: at most `lines` lines, and at most as many characters as they hold at ordinary width. */
export const foldAt = (text: string, lines: number): { head: string; cut: boolean; total: number } => {
  const all = text.split('\n')
  const room = lines * TEXT_LIMITS.foldedLineChars.value
  let head = all.slice(0, lines).join('\n')
  if (head.length > room) head = wholeCharacters(head, room)
  return { head, cut: head.length < text.length, total: all.length }
}

const wholeCharacters = (text: string, length: number): string => {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}
