import type { RequestView } from '@hearth/shared/link'
import type { JSX } from 'solid-js'
import { useServices } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'

/** One row that names a waiting request and opens its card; nothing is decided here. */
export const RequestSummary = (props: { host: HostView; request: RequestView }): JSX.Element => {
  const { router } = useServices()
  const open = (): void => {
    router.go({ screen: 'request', host: props.host.id, request: props.request.id })
  }
  return (
    <button type="button" onClick={open}>
      {props.request.id}
    </button>
  )
}
