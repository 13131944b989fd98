import { type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { RequestSummary } from './RequestSummary.tsx'

/** One request as a screen of its own: the route `request`. */
const RequestScreen = (props: { host: string; request: string }): JSX.Element => {
  const { hub } = useServices()
  const found = () => {
    const host = hub.hosts().find(({ id }) => id === props.host)
    const request = host?.requests().get(props.request)
    return host === undefined || request === undefined ? null : { host, request }
  }
  return <Show when={found()}>{(one) => <RequestSummary host={one().host} request={one().request} />}</Show>
}

export default RequestScreen
