import { For, type JSX } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { pendingRequests } from './pending.ts'
import { RequestSummary } from './RequestSummary.tsx'

/** All that waits in one session, above its composer; draws nothing when nothing waits. */
export const RequestDock = (props: { host: HostView; session: string }): JSX.Element => (
  <For each={pendingRequests([props.host], props.session)}>
    {(one) => <RequestSummary host={one.host} request={one.request} />}
  </For>
)
