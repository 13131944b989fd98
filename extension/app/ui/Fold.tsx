import ChevronRight from 'lucide-solid/icons/chevron-right'
import { createEffect, type JSX, on } from 'solid-js'
import styles from './Fold.module.css'

export interface FoldProps {
  /** What is inside, in one line that stays in sight. */
  readonly summary: JSX.Element
  /** Whether it is open. A change from outside opens or closes it; the person's own choice stays until then. */
  readonly open?: boolean
  readonly onToggle?: (open: boolean) => void
  readonly children: JSX.Element
}

/** Something that opens where it stands. */
export const Fold = (props: FoldProps): JSX.Element => {
  let details: HTMLDetailsElement | undefined
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (details && open !== undefined) details.open = open
      },
    ),
  )
  return (
    <details
      ref={(element) => {
        details = element
      }}
      class={styles.fold}
      onToggle={(event) => props.onToggle?.(event.currentTarget.open)}
    >
      <summary class={styles.summary}>
        <span class={styles.mark} aria-hidden="true">
          <ChevronRight />
        </span>
        <span class={styles.words}>{props.summary}</span>
      </summary>
      <div class={styles.body}>{props.children}</div>
    </details>
  )
}
