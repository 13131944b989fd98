import { createUniqueId, For, type JSX, Show } from 'solid-js'
import styles from './Choice.module.css'

export interface ChoiceOption<Value extends string> {
  readonly value: Value
  readonly label: string
  /** What it means, in a line. */
  readonly note: string
  /** Set beside the label: that it is the recommended one. */
  readonly mark?: string
  readonly disabled?: boolean
}

/** One of a few that each need a line of explanation. Native radio buttons: arrow keys move the choice. */
export const Choice = <Value extends string>(props: {
  label: string
  options: readonly ChoiceOption<Value>[]
  value: Value
  onChange(value: Value): void
}): JSX.Element => {
  const name = createUniqueId()
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class={styles.option}>
            <input
              type="radio"
              class={styles.radio}
              name={name}
              value={option.value}
              checked={option.value === props.value}
              disabled={option.disabled}
              aria-describedby={`${name}-${option.value}`}
              onChange={() => props.onChange(option.value)}
            />
            <span class={styles.text}>
              <span class={styles.label}>
                {option.label}
                <Show when={option.mark}>
                  <span class={styles.mark}>{option.mark}</span>
                </Show>
              </span>
              <span id={`${name}-${option.value}`} class={styles.note}>
                {option.note}
              </span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
