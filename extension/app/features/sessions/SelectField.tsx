import ChevronDown from 'lucide-solid/icons/chevron-down'
import { For, type JSX } from 'solid-js'
import { Field } from '../../ui/Field.tsx'
import styles from './SelectField.module.css'

/** One of many, with the browser's own list: it knows the thumb and the keyboard. */
export const SelectField = (props: {
  label: string
  hint?: string
  options: readonly { readonly value: string; readonly label: string }[]
  value: string
  onChange(value: string): void
}): JSX.Element => (
  <Field label={props.label} hint={props.hint}>
    {(control) => (
      <span class={styles.frame}>
        <select
          id={control.id}
          class={styles.select}
          aria-describedby={control.describedBy}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        >
          <For each={props.options}>
            {(option) => (
              <option value={option.value} selected={option.value === props.value}>
                {option.label}
              </option>
            )}
          </For>
        </select>
        <ChevronDown class={styles.mark} size={16} aria-hidden="true" />
      </span>
    )}
  </Field>
)
