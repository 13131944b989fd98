import OctagonX from 'lucide-solid/icons/octagon-x'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { useServices } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { useDoing } from '../../ui/doing.ts'
import styles from './Guard.module.css'
import { brakes as words } from './words.ts'

const PanicSheet = lazy(() => import('./PanicSheet.tsx'))
const DeviceSheet = lazy(() => import('./DeviceSheet.tsx'))

/** What holds a host back, in reach where one looks how it stands; and what this device may do there. */
export const Brakes = (props: { host: HostView; onDone(): void }): JSX.Element => {
  const { router } = useServices()
  const doing = useDoing()
  const [sheet, setSheet] = createSignal<'panic' | 'device' | null>(null)
  const isPaused = (): boolean => props.host.guard().paused !== null
  const mayPause = (): boolean => props.host.overview().device?.rights.includes('prompt') === true
  const turn = (): void => void doing.run(() => props.host.actions.call('pause', { paused: !isPaused() }))
  return (
    <section class={styles.brakes} aria-label={words.title}>
      <div class={styles.pair}>
        <Show when={mayPause()}>
          <Button wide busy={doing.busy()} icon={isPaused() ? <Play /> : <Pause />} onClick={turn}>
            {isPaused() ? words.resume : words.pause}
          </Button>
        </Show>
        <Button
          wide
          variant="danger"
          icon={<OctagonX />}
          aria-haspopup="dialog"
          onClick={() => setSheet('panic')}
        >
          {words.panic}
        </Button>
      </div>
      <p class={styles.note}>{words.pauseMeans}</p>
      <div class={styles.pair}>
        <Button
          wide
          onClick={() => {
            props.onDone()
            router.go({ screen: 'rules', host: props.host.id })
          }}
        >
          {words.rules}
        </Button>
        <Button wide aria-haspopup="dialog" onClick={() => setSheet('device')}>
          {words.device}
        </Button>
      </div>
      <Suspense>
        <Show when={sheet() === 'panic'}>
          <PanicSheet host={props.host} onClose={() => setSheet(null)} />
        </Show>
        <Show when={sheet() === 'device'}>
          <DeviceSheet host={props.host} onClose={() => setSheet(null)} />
        </Show>
      </Suspense>
    </section>
  )
}
