import type { Turn } from '@hearth/shared/session'
import Pencil from 'lucide-solid/icons/pencil'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useTranscript } from '../transcript/context.ts'
import { sayError, W } from '../words.ts'
import styles from './Waiting.module.css'

/** Takes a queued prompt back, to be edited or for good. It goes once the host says so. */
export const QueuedActions = (props: { readonly turn: Pick<Turn, 'n' | 'prompt'> }): JSX.Element => {
  const { host, restore, session } = useTranscript()
  const [busy, setBusy] = createSignal(false)
  const [told, setTold] = createSignal<string | null>(null)
  const withdraw = async (edit: boolean): Promise<void> => {
    const { n, prompt } = props.turn
    setBusy(true)
    setTold(null)
    try {
      await host.actions.call('withdraw', { session, turn: n })
      if (edit) restore(promptText(prompt.content))
    } catch (error) {
      setTold(sayError(error))
    }
    setBusy(false)
  }
  return (
    <div class={styles.state}>
      <span>{W.queued}</span>
      <span class={styles.actions}>
        <IconButton label={W.editQueued} busy={busy()} onClick={() => void withdraw(true)}>
          <Pencil />
        </IconButton>
        <IconButton label={W.removeQueued} busy={busy()} onClick={() => void withdraw(false)}>
          <X />
        </IconButton>
      </span>
      <Show when={told()}>
        <span role="status">{told()}</span>
      </Show>
    </div>
  )
}
