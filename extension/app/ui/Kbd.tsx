import { For, type JSX } from 'solid-js'
import styles from './Kbd.module.css'

/** Keys to press together, such as `Ctrl+Enter`. */
export const Kbd = (props: { readonly keys: string }): JSX.Element => (
  <kbd class={styles.keys}>
    <For each={props.keys.split('+')}>{(key) => <kbd class={styles.key}>{key}</kbd>}</For>
  </kbd>
)
