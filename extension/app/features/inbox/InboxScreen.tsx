import Bell from 'lucide-solid/icons/bell'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Unplug from 'lucide-solid/icons/unplug'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { hostName } from '../../state/host-view.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { pendingRequests } from '../requests/pending.ts'
import { StatusLine } from '../status/StatusLine.tsx'
import styles from './InboxScreen.module.css'
import { InboxSession } from './InboxSession.tsx'
import { moveByKeys } from './keys.ts'
import { inboxOf } from './order.ts'
import { inbox as words } from './words.ts'

/** All that waits for a person, over all hosts and sessions. The route `inbox`. */
const InboxScreen = (): JSX.Element => {
  const { hub, router } = useServices()
  const groups = createMemo(() => new Map(inboxOf(pendingRequests(hub.hosts())).map((one) => [one.key, one])))
  const keys = createMemo(() => [...groups().keys()])
  const away = createMemo(() => hub.hosts().filter((host) => host.status().connection !== 'live'))
  return (
    <Page
      title={words.title}
      onBack={() => router.back()}
      backLabel={words.back}
      actions={
        <IconButton label={words.notifications} onClick={() => router.go({ screen: 'notifications' })}>
          <Bell />
        </IconButton>
      }
      flush
    >
      <For each={away()}>
        {(host) => (
          <div class={styles.away}>
            <p>
              <Unplug aria-hidden="true" />
              {words.away(hostName(host))}
            </p>
            <StatusLine host={host} />
          </div>
        )}
      </For>
      <Show
        when={keys().length > 0}
        fallback={
          <EmptyState icon={<CircleCheck />} title={away().length > 0 ? words.unsure : words.none}>
            {words.noneMore}
          </EmptyState>
        }
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside */}
        <div class={styles.groups} onKeyDown={moveByKeys}>
          <For each={keys()}>
            {(key) => <Show when={groups().get(key)}>{(group) => <InboxSession group={group()} />}</Show>}
          </For>
        </div>
      </Show>
    </Page>
  )
}

export default InboxScreen
