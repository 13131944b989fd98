import { visible } from '@hearth/shared/session'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { type HostView, hostName } from '../../state/host-view.ts'
import { StatusLine } from '../status/StatusLine.tsx'
import { HostNotices } from './HostNotices.tsx'
import styles from './HostSection.module.css'
import { ProjectRows } from './ProjectRows.tsx'
import type { HostGroup } from './rows.ts'

/** A host with its notices and, when they are grouped, its projects. */
export const HostSection = (props: {
  host: HostView
  group: HostGroup | null
  /** Is the list a search's? Then what a host lacks is no news. */
  searching: boolean
}): JSX.Element => {
  const name = (): string => visible(hostName(props.host))
  const projects = () => new Map(props.group?.projects.map((project) => [project.key, project]))
  const keys = createMemo(() => [...projects().keys()])
  const names = createMemo(() => props.group?.projects.map(({ project }) => project?.name) ?? [])
  const isDouble = (of: string | undefined): boolean => names().filter((each) => each === of).length > 1
  return (
    <section class={styles.host} aria-label={name()}>
      <header class={styles.head}>
        <h2 class={styles.name}>{name()}</h2>
        <StatusLine host={props.host} />
      </header>
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
