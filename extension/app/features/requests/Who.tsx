import { isFinished, type RequestView } from '@hearth/shared/link'
import { visible } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import { type HostView, hostName } from '../../state/host-view.ts'
import { useNow } from '../../ui/now.ts'
import { askedAt } from './pending.ts'
import styles from './Who.module.css'
import { waited } from './words.ts'

export interface Origin {
  readonly agent: string | null
  readonly session: string | null
  readonly project: string | null
  readonly host: string
}

/** Who asks, and where, in the names that people know; the agent as the facts name it where there are facts. */
export const originOf = (host: HostView, { session: id, content }: RequestView): Origin => {
  const { sessions, projects, agents } = host.overview()
  const session = sessions.find((one) => one.id === id)
  const agentId = content.kind === 'permission' ? content.facts.agent : session?.agent
  return {
    agent: agentId === undefined ? null : (agents.find((one) => one.id === agentId)?.label ?? agentId),
    session: session?.title ?? null,
    project: projects.find((one) => one.id === session?.project)?.name ?? null,
    host: hostName(host),
  }
}

/** Machine, project, session and agent: who wants something. */
export const Who = (props: { host: HostView; request: RequestView }): JSX.Element => {
  const now = useNow()
  const origin = () => originOf(props.host, props.request)
  const at = (): number | null => {
    const asked = askedAt(props.request)
    return asked === null ? null : asked - props.host.overview().skew
  }
  return (
    <div class={styles.who}>
      <p class={styles.path}>
        <span>{visible(origin().host)}</span>
        <Show when={origin().project}>{(project) => <span>{visible(project())}</span>}</Show>
        <Show when={origin().session}>
          {(session) => <span class={styles.session}>{visible(session())}</span>}
        </Show>
        <Show when={origin().agent}>{(agent) => <span class={styles.agent}>{visible(agent())}</span>}</Show>
      </p>
      <Show when={!isFinished(props.request.state)}>
        <p class={styles.waited}>{waited(at(), now())}</p>
      </Show>
    </div>
  )
}
