import type { Turn } from '@hearth/shared/session'
import Pencil from 'lucide-solid/icons/pencil'
import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { IconButton } from '../../../ui/IconButton.tsx'
import styles from '../composer/Waiting.module.css'
import { Q } from '../composer/words.ts'
import { useTranscript } from '../transcript/context.ts'

/** What can be done with the prompt that is next, where it stands in the transcript. */
export const NextPrompt = (props: { readonly turn: Pick<Turn, 'n'> }): JSX.Element => {
  const { queue } = useTranscript()
  const n = (): number => props.turn.n
  return (
    <div class={styles.state}>
      <span>{Q.queued}</span>
      <span class={styles.actions}>
        <IconButton label={Q.edit} busy={queue.busy(n())} onClick={() => queue.open(n())}>
          <Pencil />
        </IconButton>
        <IconButton label={Q.remove} busy={queue.busy(n())} onClick={() => void queue.withdraw(n())}>
          <X />
        </IconButton>
      </span>
      <Show when={queue.told(n())}>
        <span role="alert">{queue.told(n())}</span>
      </Show>
    </div>
  )
}
