import { type FormField, SESSION_LIMITS, visible } from '@hearth/shared/session'
import { createUniqueId, For, type JSX, Match, Show, Switch } from 'solid-js'
import { SelectField } from '../../../ui/SelectField.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import styles from '../Asked.module.css'
import frame from '../choice.module.css'
import { form as words } from '../words.ts'
import type { FormDraft } from './draft.ts'

type Held = FormDraft[string]
type Of<T extends FormField['type']> = Extract<FormField, { type: T }>
const as = <T extends FormField['type']>(field: FormField, type: T): Of<T> | false =>
  field.type === type && (field as Of<T>)

/** From this length on a text wants several lines. */
const LONG_TEXT = 120

const KEYBOARD = { email: 'email', uri: 'url', date: 'date', 'date-time': 'datetime-local' } as const

interface FieldProps<F extends FormField = FormField> {
  readonly field: F
  readonly held: Held
  readonly wrong: string | null
  onHeld(value: Held): void
}

const labelOf = ({ label, name, required }: FormField): string => {
  const shown = visible(label.trim() === '' ? name : label)
  return required ? shown : `${shown} (${words.optional})`
}
const hintOf = ({ description }: FormField): string | undefined =>
  description === null || description.trim() === '' ? undefined : visible(description, { lines: true })

/** One field of a form with the control that fits it. Labels and hints are the agent's words. */
export const Field = (props: FieldProps): JSX.Element => (
  <Switch>
    <Match when={as(props.field, 'text')}>{(field) => <TextOne {...props} field={field()} />}</Match>
    <Match when={as(props.field, 'number')}>{(field) => <NumberOne {...props} field={field()} />}</Match>
    <Match when={as(props.field, 'boolean')}>
      {(field) => (
        <Choices
          label={labelOf(field())}
          hint={hintOf(field())}
          wrong={props.wrong}
          type="checkbox"
          choices={[{ value: 'yes', label: words.yes }]}
          chosen={props.held === true ? ['yes'] : []}
          onChosen={(_, on) => props.onHeld(on)}
        />
      )}
    </Match>
    <Match when={as(props.field, 'choice')}>{(field) => <ChoiceOne {...props} field={field()} />}</Match>
  </Switch>
)

const textOf = (held: Held): string => (typeof held === 'string' ? held : '')

const TextOne = (props: FieldProps<Of<'text'>>): JSX.Element => {
  const common = () => ({
    label: labelOf(props.field),
    hint: hintOf(props.field),
    error: props.wrong,
    value: textOf(props.held),
    required: props.field.required,
    maxlength: SESSION_LIMITS.answerText.value,
    onText: (text: string) => props.onHeld(text),
  })
  const isLong = (): boolean =>
    props.field.format === null && (props.field.maxLength ?? LONG_TEXT) > LONG_TEXT
  return (
    <Show
      when={isLong()}
      fallback={
        <TextField {...common()} type={props.field.format === null ? 'text' : KEYBOARD[props.field.format]} />
      }
    >
      <TextArea {...common()} rows={2} />
    </Show>
  )
}

const NumberOne = (props: FieldProps<Of<'number'>>): JSX.Element => (
  <TextField
    label={labelOf(props.field)}
    hint={hintOf(props.field)}
    error={props.wrong}
    value={textOf(props.held)}
    required={props.field.required}
    inputmode={props.field.integer ? 'numeric' : 'decimal'}
    onText={(text) => props.onHeld(text)}
  />
)

/** Few choices stand in sight; many in the browser's own list. */
const IN_SIGHT = 8

const ChoiceOne = (props: FieldProps<Of<'choice'>>): JSX.Element => {
  const shown = () =>
    props.field.choices.map(({ value, label }) => ({
      value,
      label: visible(label.trim() === '' ? value : label),
    }))
  const chosen = (): readonly string[] =>
    typeof props.held === 'string' ? [props.held] : typeof props.held === 'boolean' ? [] : props.held
  const toggle = (value: string, on: boolean): void => {
    if (!props.field.multiple) return props.onHeld(value)
    const rest = chosen().filter((one) => one !== value)
    props.onHeld(on ? [...rest, value] : rest)
  }
  return (
    <Show
      when={!props.field.multiple && props.field.choices.length > IN_SIGHT}
      fallback={
        <Choices
          label={labelOf(props.field)}
          hint={hintOf(props.field)}
          wrong={props.wrong}
          type={props.field.multiple ? 'checkbox' : 'radio'}
          choices={[
            ...shown(),
            ...(props.field.multiple || props.field.required ? [] : [{ value: '', label: words.none }]),
          ]}
          chosen={chosen()}
          onChosen={toggle}
        />
      }
    >
      <SelectField
        label={labelOf(props.field)}
        hint={hintOf(props.field) ?? ''}
        error={props.wrong}
        options={[{ value: '', label: words.choose }, ...shown()]}
        value={textOf(props.held)}
        onChange={(value) => props.onHeld(value)}
      />
    </Show>
  )
}

const Choices = (props: {
  label: string
  hint: string | undefined
  wrong: string | null
  type: 'checkbox' | 'radio'
  choices: readonly { readonly value: string; readonly label: string }[]
  chosen: readonly string[]
  onChosen(value: string, on: boolean): void
}): JSX.Element => {
  const name = createUniqueId()
  return (
    <fieldset class={styles.choices} aria-describedby={props.hint === undefined ? undefined : `${name}-hint`}>
      <legend class={styles.legend}>{props.label}</legend>
      <Show when={props.hint}>
        <p id={`${name}-hint`} class={styles.note}>
          {props.hint}
        </p>
      </Show>
      <For each={props.choices}>
        {(choice) => (
          <label class={frame.choice}>
            <input
              type={props.type}
              name={name}
              checked={props.chosen.includes(choice.value)}
              onChange={(event) => props.onChosen(choice.value, event.currentTarget.checked)}
            />
            <span>{choice.label}</span>
          </label>
        )}
      </For>
      <Show when={props.wrong}>
        <p class={styles.error} role="alert">
          {props.wrong}
        </p>
      </Show>
    </fieldset>
  )
}
