import { type JSX, Show } from 'solid-js'
import styles from './EmptyState.module.css'

export interface EmptyStateProps {
  readonly icon?: JSX.Element
  readonly title: string
  /** What would be here, or what to do to have it. */
  readonly children?: JSX.Element
  /** One button. */
  readonly action?: JSX.Element
}

/** A place that has nothing to show yet. */
export const EmptyState = (props: EmptyStateProps): JSX.Element => (
  <div class={styles.empty}>
    <Show when={props.icon}>
      <span class={styles.icon} aria-hidden="true">
        {props.icon}
      </span>
    </Show>
    <h2 class={styles.title}>{props.title}</h2>
    <Show when={props.children}>
      <div class={styles.text}>{props.children}</div>
    </Show>
    <Show when={props.action}>
      <div class={styles.action}>{props.action}</div>
    </Show>
  </div>
)
