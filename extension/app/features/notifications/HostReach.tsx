import { HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { createSignal, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dot } from '../../ui/Dot.tsx'
import styles from './NotificationsScreen.module.css'
import { reachWords, testFailed, notifications as words } from './words.ts'

type Trial =
  | { readonly state: 'none' | 'under-way' }
  | { readonly state: 'came'; readonly ms: number }
  | { readonly state: 'failed'; readonly text: string }

/** How one host reaches this device, and a test of it. */
export const HostReach = (props: { readonly host: HostView }): JSX.Element => {
  const { notifier } = useServices()
  const [trial, setTrial] = createSignal<Trial>({ state: 'none' })
  const reach = () => notifier.reach(props.host.id)
  const isLive = (): boolean => props.host.status().connection === 'live'
  const said = () => reachWords(reach(), isLive())
  const canTest = (): boolean => isLive() && (reach().state === 'push' || reach().state === 'link')
  const test = async (): Promise<void> => {
    setTrial({ state: 'under-way' })
    try {
      setTrial({ state: 'came', ms: Math.round(await notifier.test(props.host.id)) })
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      setTrial({ state: 'failed', text: testFailed(error.code, error.message) })
    }
  }
  const result = (): string => {
    const now = trial()
    if (now.state === 'came') return words.came(now.ms)
    return now.state === 'failed' ? now.text : now.state === 'under-way' ? words.testing : ''
  }
  return (
    <li class={styles.host}>
      <div class={styles.hostRow}>
        <span class={styles.hostWords}>
          <span class={styles.name}>{visible(hostName(props.host))}</span>
          <Dot tone={said().tone}>{said().text}</Dot>
        </span>
        <Show when={canTest()}>
          <Button
            small
            busy={trial().state === 'under-way'}
            aria-label={words.testOf(hostName(props.host))}
            onClick={() => void test()}
          >
            {words.test}
          </Button>
        </Show>
      </div>
      <Show when={said().more}>{(more) => <p class={styles.more}>{more()}</p>}</Show>
      <p class={styles.result} role="status">
        {result()}
      </p>
    </li>
  )
}
