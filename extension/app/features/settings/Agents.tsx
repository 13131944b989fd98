import { createMemo, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { agentsInOrder } from '../agents/choices.ts'
import { AgentRow } from './AgentRow.tsx'
import styles from './Settings.module.css'
import { manage as words } from './words.ts'

/** The agents of a host: how each is, on or off, and whether it starts. */
export const Agents = (props: { readonly host: HostView }): JSX.Element => {
  const ids = createMemo(() => agentsInOrder(props.host.overview().agents).map(({ id }) => id))
  const agent = (id: string) => props.host.overview().agents.find((one) => one.id === id)
  const admin = (): boolean =>
    (props.host.overview().device ?? props.host.paired.device).rights.includes('admin')
  return (
    <section class={styles.part} aria-labelledby="manage-agents">
      <h2 id="manage-agents" class={styles.heading}>
        {words.agents}
      </h2>
      <ul class={styles.rows}>
        {/* By id: a row must not lose what it was told when the list changes. */}
        <For each={ids()}>
          {(id) => (
            <Show when={agent(id)}>
              {(found) => <AgentRow host={props.host} agent={found()} admin={admin()} />}
            </Show>
          )}
        </For>
      </ul>
      <p class={styles.note}>{admin() ? words.adding : words.admin}</p>
    </section>
  )
}
