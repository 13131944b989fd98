import { visible } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { StatusLine } from '../status/StatusLine.tsx'
import { Agents } from './Agents.tsx'
import { Devices } from './Devices.tsx'
import styles from './Settings.module.css'
import { Usage } from './Usage.tsx'
import { settings, manage as words } from './words.ts'

/** One host: who is paired with it, which agents it has, what was used. The route `manage`. */
const ManageScreen = (props: { readonly host: string }): JSX.Element => {
  const { hub, router } = useServices()
  const host = () => hub.hosts().find(({ id }) => id === props.host)
  return (
    <Show when={host()} keyed fallback={<EmptyState title={settings.noHost} />}>
      {(found) => (
        <Page
          title={visible(hostName(found))}
          onBack={() => router.back()}
          backLabel={settings.back}
          status={<StatusLine host={found} />}
        >
          <Show
            when={found.status().connection === 'live'}
            fallback={<p class={styles.note}>{words.away}</p>}
          >
            <Parts host={found} />
          </Show>
        </Page>
      )}
    </Show>
  )
}

const Parts = (props: { readonly host: HostView }): JSX.Element => (
  <div class={styles.screen}>
    <Devices host={props.host} />
    <Agents host={props.host} />
    <Usage host={props.host} />
  </div>
)

export default ManageScreen
