import type { RequestView } from '@hearth/shared/link'
import { type FormField, visible } from '@hearth/shared/session'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { ArmedButton } from '../ArmedButton.tsx'
import styles from '../Asked.module.css'
import { CardFrame } from '../CardFrame.tsx'
import { createCardMemory, forgetWhenOver } from '../card-memory.ts'
import { mayAnswer } from '../rights.ts'
import { Tries } from '../Tries.tsx'
import { asked, button, form as words } from '../words.ts'
import { wrongIn } from './check.ts'
import { type FormDraft, heldIn, valuesOf } from './draft.ts'
import { Field } from './Field.tsx'

/** Half-filled forms of this page. */
export const formMemory = createCardMemory<FormDraft>()

export interface FormCardProps {
  readonly host: HostView
  readonly request: RequestView
  readonly message: string
  readonly fields: readonly FormField[]
}

/** A form that an agent or an MCP server wants filled in; what was filled in is kept as long as it waits. */
export const FormCard = (props: FormCardProps): JSX.Element => {
  const [draft, setDraft] = createSignal<FormDraft>(formMemory.read(props.host.id, props.request.id) ?? {})
  /** Fields that a person has left: what is wrong with the others need not be said yet. */
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set())
  forgetWhenOver(formMemory, props.host.id, () => props.request)
  const keep = (name: string, value: FormDraft[string]): void => {
    const next = { ...draft(), [name]: value }
    setDraft(next)
    formMemory.write(props.host.id, props.request.id, next)
  }
  const wrong = createMemo(() => wrongIn(props.fields, draft()))
  const refusal = (): string | null => mayAnswer(props.host.overview().device)
  const canChange = (): boolean => props.request.state === 'pending' && refusal() === null
  const give = () =>
    props.host.actions.answer(props.request.id, { kind: 'form', values: valuesOf(props.fields, draft()) })
  const turnDown = () => props.host.actions.answer(props.request.id, null)
  return (
    <CardFrame
      host={props.host}
      request={props.request}
      title={asked.form}
      actions={
        <Tries host={props.host} request={props.request}>
          {(send) => (
            <Show when={refusal() === null} fallback={<p class={styles.note}>{refusal()}</p>}>
              <ArmedButton variant="primary" blocked={wrong().size > 0} onPress={() => send(give)}>
                {button.sendForm}
              </ArmedButton>
              <Show when={wrong().size > 0}>
                <p class={styles.note}>{words.wrong}</p>
              </Show>
              <ArmedButton onPress={() => send(turnDown)}>{button.turnDown}</ArmedButton>
            </Show>
          )}
        </Tries>
      }
    >
      <Show when={props.message.trim() !== ''}>
        <figure class={styles.said}>
          <figcaption class={styles.note}>{words.says}</figcaption>
          <blockquote class={styles.message} dir="auto">
            {visible(props.message, { lines: true })}
          </blockquote>
        </figure>
      </Show>
      <p class={styles.note}>{words.note}</p>
      <fieldset class={styles.fields} disabled={!canChange()}>
        <legend class="hidden-text">{asked.form}</legend>
        <For each={props.fields}>
          {(field) => (
            <div onFocusOut={() => setLeft(new Set(left()).add(field.name))}>
              <Field
                field={field}
                held={heldIn(draft(), field)}
                wrong={left().has(field.name) ? (wrong().get(field.name) ?? null) : null}
                onHeld={(value) => keep(field.name, value)}
              />
            </div>
          )}
        </For>
      </fieldset>
    </CardFrame>
  )
}
