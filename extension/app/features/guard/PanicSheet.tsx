import { For, type JSX } from 'solid-js'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { useDoing } from '../../ui/doing.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './Guard.module.css'
import { panic as words } from './words.ts'

/** Asks once before everything is stopped, and says exactly what that does. */
const PanicSheet = (props: { host: HostView; onClose(): void }): JSX.Element => {
  const toast = useToast()
  const doing = useDoing()
  const stop = async (): Promise<void> => {
    if (!(await doing.run(() => props.host.actions.call('panic', {})))) return
    toast({ text: words.done })
    props.onClose()
  }
  return (
    <Sheet
      open
      title={words.title}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="danger" busy={doing.busy()} onClick={() => void stop()}>
            {words.yes}
          </Button>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {words.no}
          </Button>
        </>
      }
    >
      <p>{words.lead(hostName(props.host))}</p>
      <ul class={styles.does}>
        <For each={words.does}>{(one) => <li>{one}</li>}</For>
      </ul>
      <p class={styles.note}>{words.keeps}</p>
    </Sheet>
  )
}

export default PanicSheet
