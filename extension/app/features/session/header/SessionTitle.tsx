import type { SessionState } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import GitBranch from 'lucide-solid/icons/git-branch'
import { createMemo, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { Dot } from '../../../ui/Dot.tsx'
import { type Standing, sayPlace, W } from '../words.ts'
import styles from './header.module.css'

/** What the agent of a session is called on its host. */
export const agentName = (host: HostView, agent: string): string =>
  visible(host.overview().agents.find(({ id }) => id === agent)?.label ?? agent)

/** A session's title, as wide as it can be; below it how it stands, and which agent works where. */
export const SessionTitle = (props: {
  readonly host: HostView
  readonly state: SessionState
  /** Null where it can't be known. */
  readonly standing: Standing | null
}): JSX.Element => {
  const title = createMemo(() => visible(props.state.title).trim() || W.untitled)
  return (
    <span class={styles.title}>
      <span class={styles.name} title={title()}>
        {title()}
      </span>
      <span class={styles.place}>
        <Show when={props.standing}>
          {(standing) => (
            <>
              <span class={styles.standing}>
                <Dot tone={standing().tone} busy={standing().busy}>
                  {standing().text}
                </Dot>
              </span>
              <span aria-hidden="true">·</span>
            </>
          )}
        </Show>
        <span class={styles.agent}>{agentName(props.host, props.state.agent)}</span>
        <span aria-hidden="true">·</span>
        <Show when={props.state.place.kind === 'worktree'}>
          <GitBranch aria-label="branch" role="img" />
        </Show>
        <span class={styles.branch} title={visible(props.state.place.path)}>
          {sayPlace(props.state.place)}
        </span>
      </span>
    </span>
  )
}
