import type { PairedDevice } from '@hearth/shared/protocol'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { useDoing } from '../../ui/doing.ts'
import { useToast } from '../../ui/Toast.tsx'
import { AskedPart } from './AskedPart.tsx'
import { DeviceRow } from './DeviceRow.tsx'
import { NameSheet } from './NameSheet.tsx'
import { RevokeSheet } from './RevokeSheet.tsx'
import styles from './Settings.module.css'
import { createAsked } from './use-asked.ts'
import { manage as words } from './words.ts'

/** What is being done to a device, in a sheet. */
type Doing = { readonly what: 'rename' | 'revoke'; readonly device: PairedDevice }

/** Every device of a host: who is here, and the way to rename or revoke one. */
export const Devices = (props: { readonly host: HostView }): JSX.Element => {
  const toast = useToast()
  const doing = useDoing()
  const [open, setOpen] = createSignal<Doing | null>(null)
  const devices = createAsked(
    () => props.host,
    async ({ actions }) => (await actions.call('list-devices', {})).devices,
  )
  const me = () => props.host.overview().device ?? props.host.paired.device
  const admin = (): boolean => me().rights.includes('admin')
  const opened = (what: Doing['what']): PairedDevice | null => {
    const now = open()
    return now?.what === what ? now.device : null
  }
  const revoke = async (device: PairedDevice): Promise<void> => {
    if (!(await doing.run(() => props.host.actions.call('revoke-device', { device: device.id })))) return
    setOpen(null)
    toast({ text: words.revoked(device.name) })
    devices.again()
  }
  return (
    <section class={styles.part} aria-labelledby="manage-devices">
      <h2 id="manage-devices" class={styles.heading}>
        {words.devices}
      </h2>
      <AskedPart asked={devices}>
        {(list) => (
          <ul class={styles.rows}>
            <For each={list()}>
              {(device) => (
                <DeviceRow
                  device={device}
                  own={device.id === me().id}
                  may={admin() || device.id === me().id}
                  onRename={() => setOpen({ what: 'rename', device })}
                  onRevoke={() => setOpen({ what: 'revoke', device })}
                />
              )}
            </For>
          </ul>
        )}
      </AskedPart>
      <Show when={!admin()}>
        <p class={styles.note}>{words.others}</p>
      </Show>
      <NameSheet
        device={opened('rename')}
        rename={async (device, name) => {
          await props.host.actions.call('rename-device', { device: device.id, name })
          devices.again()
        }}
        onClose={() => setOpen(null)}
      />
      <RevokeSheet
        device={opened('revoke')}
        own={opened('revoke')?.id === me().id}
        busy={doing.busy()}
        onRevoke={(device) => void revoke(device)}
        onClose={() => setOpen(null)}
      />
    </section>
  )
}
