import { visible } from '@hearth/shared/session'
import { createEffect, createSignal, For, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { Time } from '../../ui/Time.tsx'
import { FailureBanner } from './FailureBanner.tsx'
import styles from './ForeignSheet.module.css'
import { type Failure, failureOf } from './failure.ts'
import { FOREIGN_SHOWN } from './limits.ts'
import { type AdoptWish, adoptSession, type ForeignLine, listForeign } from './making.ts'
import { foreign as words } from './words.ts'

/** Where the sheet stands: asking the agent, showing what it has, or taking one over. */
type Stage =
  | { readonly at: 'listing' }
  | { readonly at: 'list'; readonly lines: readonly ForeignLine[]; readonly failure: Failure | null }
  | { readonly at: 'adopting'; readonly line: ForeignLine }
  | { readonly at: 'failed'; readonly failure: Failure; again(): void }

/** The sessions that were made with the agent's own program in a project, to go on with one of them here. */
export const ForeignSheet = (props: {
  open: boolean
  host: HostView
  project: string
  agent: string
  onClose(): void
}): JSX.Element => {
  const { router } = useServices()
  const [stage, setStage] = createSignal<Stage>({ at: 'listing' })
  /** Ids by the agent's session: another attempt is the same one. */
  const wishes = new Map<string, AdoptWish>()
  /** Counts openings and closings: what comes in later than its own is nobody's any more. */
  let opening = 0
  onCleanup(() => {
    opening += 1
  })
  const overview = () => props.host.overview()
  const known = () => overview().agents.find(({ id }) => id === props.agent)
  const agent = (): string => visible(known()?.label ?? props.agent)
  const canList = (): boolean => known()?.can?.list ?? true
  const open = (session: string): void => router.replace({ screen: 'session', host: props.host.id, session })

  const list = async (): Promise<void> => {
    setStage({ at: 'listing' })
    const { host, project, agent } = props
    const mine = opening
    try {
      const lines = await listForeign(host.actions, { project, agent })
      if (mine === opening) setStage({ at: 'list', lines: lines.slice(0, FOREIGN_SHOWN), failure: null })
    } catch (error) {
      if (mine !== opening) return
      setStage({ at: 'failed', failure: failureOf(error, hostName(host), 'list'), again: () => void list() })
    }
  }
  const adopt = async (line: ForeignLine): Promise<void> => {
    const { host, project, agent } = props
    const mine = opening
    const wish = wishes.get(line.id) ?? { session: host.actions.newId(), project, agent, foreign: line.id }
    wishes.set(line.id, wish)
    setStage({ at: 'adopting', line })
    try {
      await adoptSession(host.actions, wish)
      if (mine === opening) open(wish.session)
    } catch (error) {
      if (mine !== opening) return
      const failure = failureOf(error, hostName(host), 'adopt')
      setStage({ at: 'failed', failure, again: () => void adopt(line) })
    }
  }
  createEffect(
    on(
      () => props.open,
      (isOpen) => {
        opening += 1
        if (isOpen) void list()
      },
    ),
  )
  const as = <At extends Stage['at']>(at: At) => {
    const now = stage()
    return now.at === at ? (now as Extract<Stage, { at: At }>) : undefined
  }
  return (
    <Sheet open={props.open} title={words.heading(agent())} tall onClose={props.onClose}>
      <Switch>
        <Match when={as('listing')}>
          <Progress words={words.listing(agent())} slow={words.slow} />
        </Match>
        <Match when={as('adopting')}>
          {(now) => <Progress words={words.adopting(now().line.title)} slow={words.slow} />}
        </Match>
        <Match when={as('failed')}>
          {(now) => (
            <div>
              <FailureBanner failure={now().failure} onRetry={() => now().again()} />
            </div>
          )}
        </Match>
        <Match when={as('list')}>
          {(now) => (
            <Show
              when={now().lines.length > 0}
              fallback={
                <EmptyState title={canList() ? words.none(agent()) : words.cannot(agent())}>
                  <p>{canList() ? words.noneMore : words.cannotMore}</p>
                </EmptyState>
              }
            >
              <p class={styles.about}>{words.about}</p>
              <ul class={styles.list}>
                <For each={now().lines}>
                  {(line) => (
                    <li>
                      <button
                        type="button"
                        class={styles.line}
                        onClick={() => (line.adopted === null ? void adopt(line) : open(line.adopted))}
                      >
                        <span class={styles.title}>{visible(line.title) || words.untitled}</span>
                        <span class={styles.note}>
                          <Time at={line.updatedAt - overview().skew} />
                          {line.adopted === null ? '' : words.here}
                        </span>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
      </Switch>
    </Sheet>
  )
}
