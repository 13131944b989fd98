import { visible } from '@hearth/shared/session'
import { For, type JSX } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import styles from './OpenSession.module.css'
import { askAbout, EXAMPLES, W } from './words.ts'

/** A session in which nothing was asked yet. An example goes into the composer, not to the agent. */
export const EmptySession = (props: {
  readonly agent: string
  readonly project: string
  onExample(text: string): void
}): JSX.Element => (
  <div class={styles.empty}>
    <EmptyState title={askAbout(props.agent, visible(props.project))}>
      <p>{W.tryThese}</p>
      <div class={styles.examples}>
        <For each={EXAMPLES}>
          {(example) => (
            <Button small onClick={() => props.onExample(example)}>
              {example}
            </Button>
          )}
        </For>
      </div>
    </EmptyState>
  </div>
)
