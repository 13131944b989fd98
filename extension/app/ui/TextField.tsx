import { type JSX, splitProps } from 'solid-js'
import { cx } from './cx.ts'
import styles from './Field.module.css'
import { Field, type FieldProps } from './Field.tsx'

type Own = Omit<FieldProps, 'children'> & { readonly mono?: boolean }

export type TextFieldProps = Own &
  Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'class' | 'style' | 'id' | 'onInput' | 'value'> & {
    readonly value: string
    /** With each change, the whole text. */
    onText(text: string): void
  }

const OWN = ['label', 'hint', 'error', 'hideLabel', 'mono', 'onText'] as const

/** One line of text. */
export const TextField = (props: TextFieldProps): JSX.Element => {
  const [own, rest] = splitProps(props, OWN)
  return (
    <Field label={own.label} hint={own.hint} error={own.error} hideLabel={own.hideLabel}>
      {(control) => (
        <input
          type="text"
          {...rest}
          id={control.id}
          aria-describedby={control.describedBy}
          aria-invalid={control.invalid || undefined}
          class={cx(styles.control, own.mono && styles.mono)}
          onInput={(event) => own.onText(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

export type TextAreaProps = Own &
  Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'class' | 'style' | 'id' | 'onInput' | 'value'> & {
    readonly value: string
    /** With each change, the whole text. */
    onText(text: string): void
  }

/** Several lines; grows with its text up to 40 % of the height. */
export const TextArea = (props: TextAreaProps): JSX.Element => {
  const [own, rest] = splitProps(props, OWN)
  return (
    <Field label={own.label} hint={own.hint} error={own.error} hideLabel={own.hideLabel}>
      {(control) => (
        <textarea
          rows={3}
          {...rest}
          id={control.id}
          aria-describedby={control.describedBy}
          aria-invalid={control.invalid || undefined}
          class={cx(styles.control, styles.area, own.mono && styles.mono)}
          onInput={(event) => own.onText(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
