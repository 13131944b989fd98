import { createMemo, For, type JSX, Show } from 'solid-js'
import { ROWS_AT_ONCE } from './limits.ts'
import { useList } from './list-context.ts'
import styles from './Rows.module.css'
import type { Row, RowPlace } from './rows.ts'
import { SessionRow } from './SessionRow.tsx'
import { home as words } from './words.ts'

/** Rows of sessions: `ROWS_AT_ONCE` of them, and as many more each time a person asks. */
export const Rows = (props: {
  rows: readonly Row[]
  place: RowPlace
  label: string
  /** The key under which it is remembered how many rows are drawn. */
  list: string
}): JSX.Element => {
  const { home, folds } = useList()
  // By key: a row whose session changed stays the same element, with its focus.
  const keys = createMemo(() => props.rows.slice(0, folds.shown(props.list)).map(({ key }) => key))
  const rest = (): number => props.rows.length - keys().length
  return (
    <>
      <ul class={styles.rows} aria-label={props.label}>
        <For each={keys()}>
          {(key) => (
            <Show when={home.row(key)}>{(row) => <SessionRow row={row()} place={props.place} />}</Show>
          )}
        </For>
      </ul>
      <Show when={rest() > 0}>
        <button type="button" class={styles.more} onClick={() => folds.more(props.list)}>
          {words.more(Math.min(rest(), ROWS_AT_ONCE))}
        </button>
      </Show>
    </>
  )
}
