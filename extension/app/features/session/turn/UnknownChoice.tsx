import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from '../../../ui/Button.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { useTranscript } from '../transcript/context.ts'
import { W } from '../words.ts'
import styles from './EndRow.module.css'
import { UNKNOWN_EXPLAINED } from './turn-words.ts'

type Choice = 'retry' | 'abandon'

/** Lets a person say what becomes of a turn whose end can't be known. Nothing is done before the host says so. */
export const UnknownChoice = (props: { readonly turn: number }): JSX.Element => {
  const { host, session } = useTranscript()
  const [busy, setBusy] = createSignal<Choice | null>(null)
  const [failed, setFailed] = createSignal<string | null>(null)
  const choose = async (choice: Choice): Promise<void> => {
    if (busy() !== null) return
    setBusy(choice)
    setFailed(null)
    try {
      await host.actions.call('resolve', { session, turn: props.turn, choice })
    } catch (error) {
      setFailed(`${W.resolveFailed} ${sayError(error)}`)
    }
    setBusy(null)
  }
  return (
    <>
      <p>{UNKNOWN_EXPLAINED}</p>
      <div class={styles.choices}>
        <Button
          small
          busy={busy() === 'retry'}
          disabled={busy() === 'abandon'}
          onClick={() => void choose('retry')}
        >
          {W.retry}
        </Button>
        <Button
          small
          busy={busy() === 'abandon'}
          disabled={busy() === 'retry'}
          onClick={() => void choose('abandon')}
        >
          {W.abandon}
        </Button>
      </div>
      <p>{W.retryNote}</p>
      <Show when={failed()}>
        <p role="alert">{failed()}</p>
      </Show>
    </>
  )
}
