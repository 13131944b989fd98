import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Field } from './Field.tsx'
import styles from './SelectField.module.css'

interface SelectOption {
  readonly value: string
  readonly label: string
  /** The head under which it stands. */
  readonly group?: string
}

/** One of many, with the browser's own list: it knows the thumb and the keyboard. Groups stand in order of appearance. */
export const SelectField = (props: {
  label: string
  hint?: string
  error?: string | null
  options: readonly SelectOption[]
  value: string
  onChange(value: string): void
}): JSX.Element => {
  const groups = createMemo(() => [...new Set(props.options.map(({ group }) => group))])
  const inGroup = (group: string | undefined): JSX.Element => (
    <For each={props.options.filter((option) => option.group === group)}>
      {(option) => (
        <option value={option.value} selected={option.value === props.value}>
          {option.label}
        </option>
      )}
    </For>
  )
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <span class={styles.frame}>
          <select
            id={control.id}
            class={styles.select}
            aria-describedby={control.describedBy}
            aria-invalid={control.invalid || undefined}
            onChange={(event) => props.onChange(event.currentTarget.value)}
          >
            <For each={groups()}>
              {(group) => (
                <Show when={group} fallback={inGroup(undefined)}>
                  {(label) => <optgroup label={label()}>{inGroup(group)}</optgroup>}
                </Show>
              )}
            </For>
          </select>
          <ChevronDown class={styles.mark} size={16} aria-hidden="true" />
        </span>
      )}
    </Field>
  )
}
