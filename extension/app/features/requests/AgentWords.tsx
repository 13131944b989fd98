import { visible } from '@hearth/shared/session'
import { createSignal, type JSX, Show } from 'solid-js'
import styles from './AgentWords.module.css'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { card } from './words.ts'

/** What the agent says about its own wish: apart, quoted, plain, marked as unchecked. Nothing may follow from it. */
export const AgentWords = (props: { words: string }): JSX.Element => {
  const [open, setOpen] = createSignal(false)
  const limit = REQUEST_CARD_LIMITS.wordsChars.value
  const isLong = (): boolean => props.words.length > limit || props.words.split('\n').length > 3
  const head = (): string => props.words.split('\n').slice(0, 3).join('\n').slice(0, limit)
  return (
    <Show when={props.words.trim() !== ''}>
      <figure class={styles.figure}>
        <figcaption class={styles.caption}>{card.agentSays}</figcaption>
        <blockquote class={styles.quote} dir="auto">
          {visible(open() || !isLong() ? props.words : `${head()}…`, { lines: true })}
        </blockquote>
        <Show when={isLong()}>
          <button type="button" class={styles.more} aria-expanded={open()} onClick={() => setOpen(!open())}>
            {open() ? card.less : card.more}
          </button>
        </Show>
      </figure>
    </Show>
  )
}
