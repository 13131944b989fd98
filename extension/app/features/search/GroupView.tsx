import { visible } from '@hearth/shared/session'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import type { Group } from './group.ts'
import { HITS_AT_FIRST } from './limits.ts'
import styles from './SearchScreen.module.css'
import { moreOf, turn, W } from './words.ts'

/** Code is indented by tabs. */
const line = (text: string): string => visible(text, { lines: true })

/** A session, and the places in it. */
export const GroupView = (props: { readonly group: Group; readonly query: string }): JSX.Element => {
  const { router } = useServices()
  const [all, setAll] = createSignal(false)
  const shown = () => (all() ? props.group.hits : props.group.hits.slice(0, HITS_AT_FIRST))
  const left = (): number => props.group.hits.length - shown().length
  const title = (): string => visible(props.group.summary?.title ?? '').trim() || W.untitled
  const place = () => ({ screen: 'session', host: props.group.host, session: props.group.session }) as const
  return (
    <section class={styles.group}>
      <h2 class={styles.title}>
        <button type="button" class={styles.open} onClick={() => router.go(place())}>
          {title()}
        </button>
        <Show when={props.group.summary?.archived}>
          <span class={styles.note}>{W.archived}</span>
        </Show>
      </h2>
      <Show when={props.group.hits.length === 0}>
        <p class={styles.note}>{W.inTitle}</p>
      </Show>
      <ul class={styles.hits}>
        <For each={shown()}>
          {(hit) => (
            <li>
              <button
                type="button"
                class={styles.hit}
                onClick={() =>
                  router.go({ ...place(), turn: hit.turn, found: { block: hit.block, query: props.query } })
                }
              >
                <span class={styles.text} dir="auto">
                  {line(hit.text.slice(0, hit.from))}
                  <mark>{line(hit.text.slice(hit.from, hit.to))}</mark>
                  {line(hit.text.slice(hit.to))}
                </span>
                <span class={styles.note}>
                  {hit.by === 'person' ? W.asked : W.answered} · {turn(hit.turn)} · <Time at={hit.at} short />
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={left() > 0}>
        <Button small variant="ghost" onClick={() => setAll(true)}>
          {moreOf(left())}
        </Button>
      </Show>
    </section>
  )
}
