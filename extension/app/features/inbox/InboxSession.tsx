import { visible } from '@hearth/shared/session'
import { createMemo, createUniqueId, For, type JSX, Show } from 'solid-js'
import { hostName } from '../../state/host-view.ts'
import { RequestSummary } from '../requests/RequestSummary.tsx'
import styles from './InboxSession.module.css'
import type { InboxGroup } from './order.ts'
import { inbox as words } from './words.ts'

/** What waits in one session: its names, and a row for each request that opens the card. */
export const InboxSession = (props: { readonly group: InboxGroup }): JSX.Element => {
  const id = createUniqueId()
  const session = () =>
    props.group.host.overview().sessions.find((session) => session.id === props.group.session)
  const project = () => props.group.host.overview().projects.find(({ id }) => id === session()?.project)?.name
  const ids = createMemo(() => props.group.items.map(({ request }) => request.id))
  return (
    <section class={styles.group} aria-labelledby={id}>
      <div class={styles.head}>
        <h2 id={id} class={styles.title}>
          {visible(session()?.title || words.untitled)}
        </h2>
        <p class={styles.where}>
          <span>{visible(hostName(props.group.host))}</span>
          <Show when={project()}>{(name) => <span>{visible(name())}</span>}</Show>
          <Show when={props.group.host.status().connection !== 'live'}>
            <span>{words.asBefore}</span>
          </Show>
        </p>
      </div>
      <ul class={styles.list}>
        <For each={ids()}>
          {(request) => (
            <Show when={props.group.host.requests().get(request)}>
              {(view) => (
                <li>
                  <RequestSummary host={props.group.host} request={view()} here />
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </section>
  )
}
