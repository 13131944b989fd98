import type { Turn } from '@hearth/shared/session'
import { type JSX, onMount, Show } from 'solid-js'
import { Button } from '../../../ui/Button.tsx'
import { useTranscript } from '../transcript/context.ts'
import { growWithText } from './grow.ts'
import { isSendPress } from './mode.ts'
import { type Edit, editableText } from './queue.ts'
import styles from './Waiting.module.css'
import { Q } from './words.ts'

/** A prompt that waits, where it stands, to be changed: Enter saves, Esc leaves it as it was. */
export const QueueEdit = (props: {
  readonly edit: Edit
  readonly turn: Pick<Turn, 'n' | 'prompt'>
}): JSX.Element => {
  const { queue } = useTranscript()
  const told = (): string | null => queue.told(props.turn.n)
  const now = (): string => editableText(props.turn.prompt.content)
  const changed = (): boolean => now() !== props.edit.before
  return (
    <form
      class={styles.edit}
      onSubmit={(event) => {
        event.preventDefault()
        void queue.save()
      }}
    >
      <textarea
        ref={(element) => {
          growWithText(element, () => props.edit.text)
          onMount(() => {
            element.focus()
            element.setSelectionRange(element.value.length, element.value.length)
          })
        }}
        class={styles.field}
        rows={1}
        dir="auto"
        aria-label={Q.editing}
        value={props.edit.text}
        onInput={(event) => queue.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.isComposing) {
            event.preventDefault()
            event.stopPropagation()
            queue.close()
          } else if (isSendPress(event, globalThis.matchMedia?.('(pointer: coarse)').matches ?? false)) {
            event.preventDefault()
            void queue.save()
          }
        }}
      />
      <Show when={told()}>
        <p class={styles.told} role="alert">
          {told()}
        </p>
      </Show>
      <Show when={changed()}>
        <p class={styles.about}>
          {Q.saysNow} {now()}
        </p>
      </Show>
      <span class={styles.buttons}>
        <Button
          small
          type="submit"
          variant="primary"
          busy={queue.busy(props.turn.n)}
          disabled={props.edit.text.trim() === ''}
        >
          {changed() && told() !== null ? Q.saveAnyway : Q.save}
        </Button>
        <Button small variant="ghost" onClick={() => queue.close()}>
          {Q.cancel}
        </Button>
      </span>
    </form>
  )
}
