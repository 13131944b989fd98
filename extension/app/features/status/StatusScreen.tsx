import { visible } from '@hearth/shared/session'
import Plus from 'lucide-solid/icons/plus'
import { For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Page } from '../../ui/Page.tsx'
import { StatusDetails } from './StatusDetails.tsx'
import styles from './StatusScreen.module.css'
import { useStatus } from './use-status.ts'
import * as words from './words.ts'

/** Every host of this device and how things stand with it. */
const StatusScreen = (): JSX.Element => {
  const { hub, router } = useServices()
  const add = (): JSX.Element => (
    <Button icon={<Plus />} onClick={() => router.go({ screen: 'pair', link: null })}>
      {words.ADD_HOST}
    </Button>
  )
  return (
    <Page title={words.HOSTS_TITLE} onBack={() => router.back()}>
      <Show when={hub.hosts().length > 0} fallback={<EmptyState title={words.NO_HOST} action={add()} />}>
        <div class={styles.hosts}>
          <For each={hub.hosts()}>{(host) => <HostCard host={host} open={hub.hosts().length === 1} />}</For>
          <div>{add()}</div>
        </div>
      </Show>
    </Page>
  )
}

const HostCard = (props: { readonly host: HostView; readonly open: boolean }): JSX.Element => {
  const status = useStatus(() => props.host)
  const name = (): string => visible(hostName(props.host))
  return (
    <Card label={name()}>
      <Fold
        open={props.open}
        summary={
          <span class={styles.row}>
            <span class={styles.name}>{name()}</span>
            <Dot tone={status().tone} busy={status().busy}>
              {status().short}
            </Dot>
          </span>
        }
      >
        <StatusDetails host={props.host} onDone={() => undefined} />
      </Fold>
    </Card>
  )
}

export default StatusScreen
