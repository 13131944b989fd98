import { visible } from '@hearth/shared/session'
import { createSignal, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './ForgetHost.module.css'
import * as words from './words.ts'

type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'asked' | 'forgetting' }
  | { readonly at: 'failed'; readonly why: string }

/** Forgets a host on this device, after asking: it can't be undone without the host. */
export const ForgetHost = (props: { readonly host: HostView; onForgotten(): void }): JSX.Element => {
  const { hub } = useServices()
  const toast = useToast()
  const [step, setStep] = createSignal<Step>({ at: 'idle' })
  const name = (): string => visible(hostName(props.host))
  const failed = (): string | undefined => {
    const now = step()
    return now.at === 'failed' ? now.why : undefined
  }
  const forget = async (): Promise<void> => {
    const gone = name()
    setStep({ at: 'forgetting' })
    try {
      await hub.forget(props.host.id)
      toast({ text: words.forgotten(gone) })
      props.onForgotten()
    } catch (error) {
      setStep({ at: 'failed', why: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <Show
      when={step().at !== 'idle'}
      fallback={
        <div>
          <Button variant="danger" onClick={() => setStep({ at: 'asked' })}>
            {words.FORGET}
          </Button>
        </div>
      }
    >
      <section class={styles.asked} aria-label={words.FORGET}>
        <h3>{words.forgetTitle(name())}</h3>
        <p>{words.FORGET_MEANING}</p>
        <Show when={failed()}>
          <Banner tone="danger">{failed()}</Banner>
        </Show>
        <div class={styles.buttons}>
          <Button variant="danger" busy={step().at === 'forgetting'} onClick={() => void forget()}>
            {words.FORGET_YES}
          </Button>
          <Button variant="ghost" onClick={() => setStep({ at: 'idle' })}>
            {words.FORGET_NO}
          </Button>
        </div>
      </section>
    </Show>
  )
}
