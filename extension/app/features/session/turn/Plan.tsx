import type { PlanEntry } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import Check from 'lucide-solid/icons/check'
import Circle from 'lucide-solid/icons/circle'
import CircleDot from 'lucide-solid/icons/circle-dot'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Fold } from '../../../ui/Fold.tsx'
import { W } from '../words.ts'
import styles from './Plan.module.css'
import { planLine, STEP_WORDS } from './plan-words.ts'

const ICONS: Readonly<Record<PlanEntry['status'], typeof Check>> = {
  pending: Circle,
  in_progress: CircleDot,
  completed: Check,
}

/** The agent's plan in one line, "3/7 current step", that opens to all steps. */
export const Plan = (props: {
  readonly entries: readonly PlanEntry[]
  readonly open: boolean
  onToggle(open: boolean): void
}): JSX.Element => {
  const line = createMemo(() => planLine(props.entries))
  return (
    <Fold
      open={props.open}
      onToggle={props.onToggle}
      summary={
        <span class={styles.line}>
          <span class={styles.count}>
            <span class="hidden-text">{W.plan} </span>
            {line().count}
          </span>
          <span class={styles.step}>{line().step}</span>
        </span>
      }
    >
      <Show when={props.open}>
        <ul class={styles.steps}>
          <For each={props.entries}>
            {(entry) => (
              <li class={styles.entry} data-status={entry.status}>
                <Dynamic component={ICONS[entry.status]} role="img" aria-label={STEP_WORDS[entry.status]} />
                <span>{visible(entry.content)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Fold>
  )
}
