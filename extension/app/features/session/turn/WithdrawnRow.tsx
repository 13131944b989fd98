import { createMemo, type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import { Fold } from '../../../ui/Fold.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { Prose } from '../prose/Prose.tsx'
import { useFold, useTranscript } from '../transcript/context.ts'
import { W } from '../words.ts'
import styles from './RequestsRow.module.css'

/** A prompt that was taken back before its turn began; its text stays readable. */
export const WithdrawnRow = (props: { readonly turn: number }): JSX.Element => {
  const { model } = useTranscript()
  const turn = createMemo(() => model.turn(props.turn))
  const [open, setOpen] = useFold(`w:${props.turn}`)
  return (
    <Show when={turn()}>
      {(known) => (
        <Fold open={open()} onToggle={setOpen} summary={<span class={styles.line}>{W.withdrawn}</span>}>
          <Show when={open()}>
            <Prose
              text={promptText(known().prompt.content)}
              lines={SESSION_SCREEN_LIMITS.promptLines.value}
            />
          </Show>
        </Fold>
      )}
    </Show>
  )
}
