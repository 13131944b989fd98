import { visible } from '@hearth/shared/session'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Dot, type Tone } from '../../ui/Dot.tsx'
import styles from './StatusLine.module.css'
import { StatusSheet } from './StatusSheet.tsx'
import { useStatus } from './use-status.ts'
import * as words from './words.ts'

/**
 * How things stand, in the header of a screen: a dot and words; a press tells more. For the host that the screen is
 * about, or, without one, for all hosts of this device.
 */
export const StatusLine = (props: { readonly host?: HostView | undefined }): JSX.Element => {
  const { hub } = useServices()
  const host = (): HostView | undefined =>
    props.host ?? (hub.hosts().length === 1 ? hub.hosts()[0] : undefined)
  return (
    <Show when={host()} fallback={<AllHosts />}>
      {(one) => <OneHost host={one()} />}
    </Show>
  )
}

const OneHost = (props: { readonly host: HostView }): JSX.Element => {
  const status = useStatus(() => props.host)
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <button
        type="button"
        class={styles.line}
        aria-haspopup="dialog"
        aria-label={words.openLabel(visible(hostName(props.host)), status().line)}
        title={status().line}
        onClick={() => {
          props.host.actions.look()
          setOpen(true)
        }}
      >
        <Dot tone={status().tone} busy={status().busy}>
          <span class={styles.long}>{status().line}</span>
          <span class={styles.short}>{status().short}</span>
        </Dot>
      </button>
      <StatusSheet host={props.host} open={open()} onClose={() => setOpen(false)} />
    </>
  )
}

const AllHosts = (): JSX.Element => {
  const { hub, router } = useServices()
  const standing = createMemo((): { readonly tone: Tone; readonly line: string } => {
    const all = hub.hosts()
    const live = all.filter((host) => host.status().connection === 'live' && host.alarm() === null).length
    const tone = live === all.length ? 'ok' : 'warn'
    return { tone: all.length === 0 ? 'idle' : tone, line: words.overall(live, all.length) }
  })
  return (
    <button type="button" class={styles.line} onClick={() => router.go({ screen: 'status' })}>
      <Dot tone={standing().tone}>{standing().line}</Dot>
    </button>
  )
}
