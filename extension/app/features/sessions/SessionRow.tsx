import { visible } from '@hearth/shared/session'
import { createMemo, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { hostName } from '../../state/host-view.ts'
import { Dot, type DotProps } from '../../ui/Dot.tsx'
import { Time } from '../../ui/Time.tsx'
import { stopOf } from './layout.ts'
import { useList } from './list-context.ts'
import { RowMenu } from './RowMenu.tsx'
import type { Row, RowPlace } from './rows.ts'
import styles from './SessionRow.module.css'
import type { Tone } from './status.ts'
import { home as words } from './words.ts'

const DOTS: Readonly<Record<Tone, Pick<DotProps, 'tone' | 'busy'>>> = {
  needs: { tone: 'accent' },
  choice: { tone: 'warn' },
  failed: { tone: 'danger' },
  active: { tone: 'info', busy: true },
  queued: { tone: 'info' },
  done: { tone: 'ok' },
  idle: { tone: 'idle' },
  away: { tone: 'idle' },
}

/** What every branch of a session's own worktree begins with: no news in a list. */
const OURS = /^hearth\//

/** A session in the list: opens it; its menu does the rest. */
export const SessionRow = (props: { row: Row; place: RowPlace }): JSX.Element => {
  const { router } = useServices()
  const { home, roving, act } = useList()
  const stop = (): string => stopOf(props.place, props.row)
  const status = createMemo(() => home.status(props.row), undefined, {
    equals: (a, b) => a?.words === b?.words && a?.tone === b?.tone,
  })
  const unread = createMemo(() => home.unread(props.row))
  const title = (): string => visible(props.row.session.title) || words.untitled
  const where = createMemo((): string => {
    const { session, project, host: id } = props.row
    const host = home.host(id)
    const agent = host?.overview().agents.find((each) => each.id === session.agent)?.label ?? session.agent
    const parts = [session.place.branch?.replace(OURS, '') ?? words.main, agent]
    if (props.place !== 'group') {
      if (host !== undefined && home.severalHosts()) parts.unshift(hostName(host))
      parts.unshift(project?.name ?? words.removedProject)
    }
    return parts.map((part) => visible(part)).join(' · ')
  })
  const open = (): void =>
    router.go({ screen: 'session', host: props.row.host, session: props.row.session.id })
  return (
    <li class={styles.item} aria-busy={act.isBusy(props.row.key)}>
      <button
        type="button"
        class={styles.row}
        data-stop={stop()}
        tabIndex={roving.tabIndex(stop())}
        onClick={open}
      >
        <span class={styles.first}>
          <span class={styles.title} data-unread={unread() ? '' : undefined}>
            {title()}
          </span>
          <span class={styles.age}>
            <Time at={props.row.at} short />
          </span>
          <Show when={unread()}>
            <span class={styles.unread}>
              <span class="hidden-text">{words.unread}</span>
            </span>
          </Show>
        </span>
        <span class={styles.second}>
          <span class={styles.status} data-tone={status().tone}>
            <Dot {...DOTS[status().tone]}>{status().words}</Dot>
          </span>
          <span class={styles.where}>{where()}</span>
        </span>
      </button>
      <RowMenu row={props.row} title={title()} unread={unread()} tabIndex={roving.tabIndex(stop())} />
    </li>
  )
}
