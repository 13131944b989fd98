import { createMemo, For, type JSX, Show } from 'solid-js'
import { RequestSummary } from '../requests/RequestSummary.tsx'
import { useList } from './list-context.ts'
import styles from './NeedsYou.module.css'
import type { Need } from './needs.ts'
import { SessionRow } from './SessionRow.tsx'
import { home as words } from './words.ts'

/** What waits for a person, over all hosts: requests first, then sessions that ended badly. Absent when nothing does. */
export const NeedsYou = (): JSX.Element => {
  const { home } = useList()
  const byKey = createMemo(() => new Map(home.needs().map((need) => [need.key, need])))
  const keys = createMemo(() => [...byKey().keys()])
  return (
    <Show when={keys().length > 0}>
      <section class={styles.needs} aria-labelledby="needs-you">
        <h2 id="needs-you" class={styles.heading}>
          {words.needs}
          <span class={styles.count}>{keys().length}</span>
        </h2>
        <ul class={styles.list}>
          <For each={keys()}>
            {(key) => <Show when={byKey().get(key)}>{(need) => <OneNeed need={need()} />}</Show>}
          </For>
        </ul>
      </section>
    </Show>
  )
}

const OneNeed = (props: { need: Need }): JSX.Element => {
  const row = () => (props.need.kind === 'ended' ? props.need.row : undefined)
  const asked = () => (props.need.kind === 'request' ? props.need.one : undefined)
  return (
    <>
      <Show when={asked()}>
        {(one) => (
          <li>
            <RequestSummary host={one().host} request={one().request} />
          </li>
        )}
      </Show>
      <Show when={row()}>{(row) => <SessionRow row={row()} place="needs" />}</Show>
    </>
  )
}
