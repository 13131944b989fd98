import { type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import type { Refusal } from '../../../state/refusals.ts'
import { fromContent } from '../../../state/typed.ts'
import { Button } from '../../../ui/Button.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { useTranscript } from '../transcript/context.ts'
import { W } from '../words.ts'
import { ChipText } from './ChipText.tsx'
import styles from './Waiting.module.css'

/** A prompt that the host refused: why, and what it held, to be sent another way. */
export const RefusedChip = (props: { readonly refusal: Refusal; onDismiss(): void }): JSX.Element => {
  const { restore } = useTranscript()
  const text = (): string => promptText(props.refusal.entry.content)
  return (
    <li class={styles.chip} data-refused="">
      <ChipText text={text()} />
      <div class={styles.state}>
        <span role="alert">
          {W.refused} {sayError(props.refusal.error)}
        </span>
        <Show when={!props.refusal.inDraft} fallback={<span>{W.inDraft}</span>}>
          <Button
            small
            onClick={() => {
              restore(fromContent(props.refusal.entry.content))
              props.onDismiss()
            }}
          >
            {W.editAgain}
          </Button>
        </Show>
        <Button small variant="ghost" onClick={() => props.onDismiss()}>
          {W.dismiss}
        </Button>
      </div>
    </li>
  )
}
