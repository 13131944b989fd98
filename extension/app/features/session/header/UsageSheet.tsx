import type { Usage } from '@hearth/shared/session'
import { For, type JSX } from 'solid-js'
import { Sheet } from '../../../ui/Sheet.tsx'
import { W } from '../words.ts'
import styles from './header.module.css'
import { usageLines } from './usage-lines.ts'

/** What a session has used, all in all. */
export const UsageSheet = (props: {
  readonly open: boolean
  readonly usage: Usage
  onClose(): void
}): JSX.Element => (
  <Sheet open={props.open} title={W.usage} onClose={() => props.onClose()}>
    <dl class={styles.usage}>
      <For each={usageLines(props.usage)}>
        {(line) => (
          <div class={styles.figure}>
            <dt>{line.label}</dt>
            <dd>{line.value}</dd>
          </div>
        )}
      </For>
    </dl>
  </Sheet>
)
