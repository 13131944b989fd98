import type { OutboxEntry } from '@hearth/shared/link'
import { createSignal, type JSX, Show } from 'solid-js'
import { fromContent } from '../../../state/typed.ts'
import { Button } from '../../../ui/Button.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { useTranscript } from '../transcript/context.ts'
import { W } from '../words.ts'
import styles from './Waiting.module.css'

/** Where a prompt stands that the host has not admitted: on its way, or waiting for the host; it can be taken back. */
export const Outgoing = (props: { readonly entry: OutboxEntry }): JSX.Element => {
  const { host, restore } = useTranscript()
  const [busy, setBusy] = createSignal(false)
  const [told, setTold] = createSignal<string | null>(null)
  const live = (): boolean => host.status().connection === 'live'
  const over = (): boolean => host.status().connection === 'revoked'
  const cancel = async (): Promise<void> => {
    const { id, content } = props.entry
    setBusy(true)
    try {
      if (await host.actions.cancelPrompt(id)) restore(fromContent(content))
      else setTold(W.mayBeSent)
    } catch (error) {
      setTold(sayError(error))
    }
    setBusy(false)
  }
  return (
    <div class={styles.state}>
      <span>{live() ? W.sending : over() ? W.notSent : W.willSend}</span>
      <Show when={!live()}>
        <Button small busy={busy()} onClick={() => void cancel()}>
          {W.dontSend}
        </Button>
      </Show>
      <Show when={told()}>
        <span role="status">{told()}</span>
      </Show>
    </div>
  )
}
