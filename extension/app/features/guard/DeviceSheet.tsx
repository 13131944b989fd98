import { visible } from '@hearth/shared/session'
import type { JSX } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import styles from './Guard.module.css'
import { PasskeyList } from './PasskeyList.tsx'
import { Rights } from './Rights.tsx'
import { device as words } from './words.ts'

/** What this device may do at a host: lower its rights, and its passkeys. */
const DeviceSheet = (props: { host: HostView; onClose(): void }): JSX.Element => {
  const device = () => props.host.overview().device ?? props.host.paired.device
  return (
    <Sheet open title={`${words.title}: ${visible(device().name)}`} onClose={() => props.onClose()}>
      <div class={styles.sheet}>
        <Rights host={props.host} device={device()} />
        <PasskeyList host={props.host} name={device().name} />
      </div>
    </Sheet>
  )
}

export default DeviceSheet
