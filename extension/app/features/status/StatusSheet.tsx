import { visible } from '@hearth/shared/session'
import type { JSX } from 'solid-js'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Sheet } from '../../ui/Sheet.tsx'
import { StatusDetails } from './StatusDetails.tsx'

export interface StatusSheetProps {
  readonly host: HostView
  readonly open: boolean
  onClose(): void
}

/** All about the way to one host, over the screen. */
export const StatusSheet = (props: StatusSheetProps): JSX.Element => (
  <Sheet open={props.open} title={visible(hostName(props.host))} onClose={() => props.onClose()}>
    <StatusDetails host={props.host} onDone={() => props.onClose()} />
  </Sheet>
)
