import { createUniqueId, type JSX, Show } from 'solid-js'
import styles from './Field.module.css'

/** What a control inside of a field carries, so that label, hint and error belong to it. */
export interface FieldControl {
  readonly id: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
}

export interface FieldProps {
  readonly label: string
  /** What to know before typing. */
  readonly hint?: JSX.Element
  /** What is wrong and what to do; null or absent when nothing is. */
  readonly error?: string | null
  /** The label is heard, not seen: only where the surroundings say it already. */
  readonly hideLabel?: boolean
  readonly children: (control: FieldControl) => JSX.Element
}

/** A control with its label, hint and error. */
export const Field = (props: FieldProps): JSX.Element => {
  const id = createUniqueId()
  const wrong = (): string | undefined => props.error || undefined
  const about = (): string | undefined => {
    const ids = [props.hint === undefined ? '' : `${id}-hint`, wrong() === undefined ? '' : `${id}-error`]
    return ids.join(' ').trim() || undefined
  }
  return (
    <div class={styles.field}>
      <label for={id} class={props.hideLabel ? 'hidden-text' : styles.label}>
        {props.label}
      </label>
      {props.children({
        id,
        get describedBy() {
          return about()
        },
        get invalid() {
          return wrong() !== undefined
        },
      })}
      <Show when={props.hint}>
        <div id={`${id}-hint`} class={styles.hint}>
          {props.hint}
        </div>
      </Show>
      <Show when={wrong()}>
        <div id={`${id}-error`} class={styles.error} role="alert">
          {wrong()}
        </div>
      </Show>
    </div>
  )
}
