import { visible } from '@hearth/shared/session'
import { createMemo, type JSX, Show } from 'solid-js'
import { Fold } from './Fold.tsx'
import { useList } from './list-context.ts'
import styles from './ProjectRows.module.css'
import { Rows } from './Rows.tsx'
import type { ProjectGroup } from './rows.ts'
import { home as words } from './words.ts'

/** A project of a host with its sessions, the newest first. Folded, it still says how many there are and how many are new. */
export const ProjectRows = (props: { group: ProjectGroup; sameName: boolean }): JSX.Element => {
  const { home, folds } = useList()
  const name = (): string => visible(props.group.project?.name ?? words.removedProject)
  const open = (): boolean => !folds.isFolded(props.group.key)
  const hidesUnread = createMemo(() => !open() && props.group.rows.some(home.unread))
  return (
    <div>
      <Fold
        id={props.group.key}
        open={open()}
        onOpen={(open) => folds.fold(props.group.key, !open)}
        aside={
          <span class={styles.count}>
            <Show when={hidesUnread()}>
              <span class={styles.dot}>
                <span class="hidden-text">{words.unread}</span>
              </span>
            </Show>
            {props.group.rows.length}
          </span>
        }
      >
        {name()}
        <Show when={props.sameName && props.group.project}>
          {(project) => <span class={styles.path}>{visible(project().path)}</span>}
        </Show>
      </Fold>
      <Show when={open()}>
        <Rows
          rows={props.group.rows}
          place="group"
          label={words.sessionsIn(props.group.project?.name ?? words.removedProject, props.group.rows.length)}
          list={props.group.key}
        />
      </Show>
    </div>
  )
}
