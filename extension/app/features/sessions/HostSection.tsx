import { visible } from '@hearth/shared/session'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Dot, type DotProps } from '../../ui/Dot.tsx'
import { useNow } from '../../ui/now.ts'
import { HostNotices } from './HostNotices.tsx'
import styles from './HostSection.module.css'
import { useList } from './list-context.ts'
import { ProjectRows } from './ProjectRows.tsx'
import type { HostGroup } from './rows.ts'
import { host as words } from './words.ts'

/** A host with its notices and, when they are grouped, its projects. */
export const HostSection = (props: {
  host: HostView
  group: HostGroup | null
  /** Is the list a search's? Then what a host lacks is no news. */
  searching: boolean
}): JSX.Element => {
  const { router } = useServices()
  const { home } = useList()
  const now = useNow()
  const name = (): string => visible(hostName(props.host))
  const sight = () => home.sight(props.host.id)
  const state = createMemo((): { dot: Pick<DotProps, 'tone' | 'busy'>; words: string } => {
    const { connection } = props.host.status()
    const seen = sight()
    if (connection === 'live') return { dot: { tone: 'ok' }, words: words.here }
    if (connection === 'refused' || connection === 'revoked')
      return { dot: { tone: 'danger' }, words: words[connection] }
    if (seen.here) return { dot: { tone: 'warn', busy: true }, words: words.back }
    return { dot: { tone: 'warn' }, words: words.away(seen, now()) }
  })
  const projects = () => new Map(props.group?.projects.map((project) => [project.key, project]))
  const keys = createMemo(() => [...projects().keys()])
  const names = createMemo(() => props.group?.projects.map(({ project }) => project?.name) ?? [])
  const isDouble = (of: string | undefined): boolean => names().filter((each) => each === of).length > 1
  return (
    <section class={styles.host} aria-label={name()}>
      <button type="button" class={styles.head} onClick={() => router.go({ screen: 'status' })}>
        <h2 class={styles.name}>{name()}</h2>
        <span class={styles.state}>
          <Dot {...state().dot}>{state().words}</Dot>
        </span>
      </button>
      <Show when={!props.searching}>
        <HostNotices host={props.host} />
      </Show>
      <For each={keys()}>
        {(key) => (
          <Show when={projects().get(key)}>
            {(project) => <ProjectRows group={project()} sameName={isDouble(project().project?.name)} />}
          </Show>
        )}
      </For>
    </section>
  )
}
