import { createMemo, For, type JSX } from 'solid-js'
import { useNow } from '../../ui/now.ts'
import styles from './Settings.module.css'
import { lastDays, sayTokens, sumOf } from './usage-sums.ts'
import type { UsageRows } from './use-asked.ts'
import { manage as words } from './words.ts'

/** In the drawing's own units. */
const HEIGHT = 60
const STEP = 10
const BAR = 7
/** A day with little is told apart from one with nothing. */
const LEAST = 1.5

/** A bar for each day; who listens hears each as a line. */
export const UsageChart = (props: { readonly rows: UsageRows; readonly days: number }): JSX.Element => {
  const now = useNow()
  const bars = createMemo(() => {
    const days = lastDays(props.days, now()).map((day) => ({
      day,
      sum: sumOf(props.rows.filter((row) => row.day === day)),
    }))
    const most = Math.max(1, ...days.map(({ sum }) => sum.tokens))
    return days.map(({ day, sum }) => ({
      label: words.day(day, sayTokens(sum.tokens), sum.turns),
      height: sum.turns === 0 ? 0 : Math.max(LEAST, (sum.tokens / most) * HEIGHT),
    }))
  })
  return (
    <figure class={styles.chart}>
      <svg viewBox={`0 0 ${props.days * STEP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <For each={bars()}>
          {(bar, at) => (
            <rect x={at() * STEP} y={HEIGHT - bar.height} width={BAR} height={bar.height} rx="1">
              <title>{bar.label}</title>
            </rect>
          )}
        </For>
      </svg>
      <ul class="hidden-text" aria-label={words.chart(props.days)}>
        <For each={bars().filter(({ height }) => height > 0)}>{(bar) => <li>{bar.label}</li>}</For>
      </ul>
    </figure>
  )
}
