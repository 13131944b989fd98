import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { Button } from './Button.tsx'
import { SLOW_MS } from './limits.ts'
import styles from './Progress.module.css'

export interface ProgressProps {
  /** What is under way, such as `Asking the host…`. */
  readonly words: string
  /** What to know when it takes long: what may be the matter. */
  readonly slow?: string
  /** The way out of a long wait. */
  readonly action?: { readonly label: string; onAction(): void }
}

/** A wait, in words; after ten seconds it says more and offers a way out. */
export const Progress = (props: ProgressProps): JSX.Element => {
  const [late, setLate] = createSignal(false)
  const timer = setTimeout(() => setLate(true), SLOW_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <div class={styles.progress} role="status">
      <span class={styles.bar} aria-hidden="true" />
      <p>{props.words}</p>
      <Show when={late() && props.slow}>
        <p class={styles.slow}>{props.slow}</p>
      </Show>
      <Show when={late() && props.action}>
        {(action) => (
          <div>
            <Button small onClick={() => action().onAction()}>
              {action().label}
            </Button>
          </div>
        )}
      </Show>
    </div>
  )
}

/** The shape of text that is on its way. `words` say so to those who listen. */
export const Skeleton = (props: { readonly words: string; readonly lines?: number }): JSX.Element => (
  <div class={styles.skeleton} role="status">
    <span class="hidden-text">{props.words}</span>
    <For each={Array.from({ length: props.lines ?? 3 })}>
      {() => <span class={styles.line} aria-hidden="true" />}
    </For>
  </div>
)
