import { createUniqueId, For, type JSX } from 'solid-js'
import styles from './Segmented.module.css'

export interface SegmentedProps<Value extends string> {
  /** What is chosen here. */
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly value: Value
  onChange(value: Value): void
}

/** One of a few, all in sight. Native radio buttons: arrow keys move the choice. */
export const Segmented = <Value extends string>(props: SegmentedProps<Value>): JSX.Element => {
  const name = createUniqueId()
  return (
    <fieldset class={styles.group}>
      <legend class="hidden-text">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class={styles.option}>
            <input
              class={styles.radio}
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
