import { createUniqueId, type JSX, Show } from 'solid-js'
import styles from './Switch.module.css'

/** Something that is on or off: a native checkbox that looks and sounds like a switch. */
export const Switch = (props: {
  readonly label: string
  readonly hint?: string
  readonly on: boolean
  readonly disabled?: boolean
  onChange(on: boolean): void
}): JSX.Element => {
  const id = createUniqueId()
  return (
    <label class={styles.row}>
      <span class={styles.words}>
        <span class={styles.label}>{props.label}</span>
        <Show when={props.hint}>
          <span id={id} class={styles.hint}>
            {props.hint}
          </span>
        </Show>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.on}
        class={styles.switch}
        aria-label={props.label}
        aria-describedby={props.hint === undefined ? undefined : id}
        checked={props.on}
        disabled={props.disabled}
        onChange={(event) => {
          const wanted = event.currentTarget.checked
          // What is shown is what holds; the owner changes it.
          event.currentTarget.checked = props.on
          props.onChange(wanted)
        }}
      />
    </label>
  )
}
