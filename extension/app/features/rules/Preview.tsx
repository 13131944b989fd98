import { HearthError } from '@hearth/shared/protocol'
import { type RuleDraft, type RuleMatch, visible } from '@hearth/shared/session'
import { createEffect, createSignal, For, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Time } from '../../ui/Time.tsx'
import styles from './Preview.module.css'
import { MATCH_OUTCOME, preview as words } from './words.ts'

type Seen =
  | { readonly at: 'looking' }
  | { readonly at: 'seen'; readonly matches: readonly RuleMatch[]; readonly seen: number }
  | { readonly at: 'failed'; readonly why: string }

/** What a rule would have matched in the past, asked of the host for each draft; the last one asked counts. */
export const Preview = (props: { host: HostView; draft: RuleDraft | null }): JSX.Element => {
  const [seen, setSeen] = createSignal<Seen>({ at: 'looking' })
  createEffect(
    on(
      () => props.draft,
      (rule) => {
        if (rule === null) return
        let isOver = false
        onCleanup(() => {
          isOver = true
        })
        setSeen({ at: 'looking' })
        props.host.actions.call('preview-rule', { rule }).then(
          (result) => isOver || setSeen({ at: 'seen', matches: result.matches, seen: result.seen }),
          (error: unknown) => {
            if (!(error instanceof HearthError)) throw error
            if (!isOver) setSeen({ at: 'failed', why: error.message })
          },
        )
      },
    ),
  )
  const found = () => {
    const now = seen()
    return now.at === 'seen' && now
  }
  const failed = () => {
    const now = seen()
    return now.at === 'failed' && now
  }
  return (
    <div class={styles.preview} aria-live="polite">
      <Show when={props.draft !== null}>
        <Switch fallback={<p class={styles.line}>{words.looking}</p>}>
          <Match when={found()}>{(now) => <Matches matches={now().matches} seen={now().seen} />}</Match>
          <Match when={failed()}>{(now) => <p class={styles.line}>{words.failed(now().why)}</p>}</Match>
        </Switch>
      </Show>
    </div>
  )
}

const Matches = (props: { matches: readonly RuleMatch[]; seen: number }): JSX.Element => (
  <Show when={props.matches.length > 0} fallback={<p class={styles.line}>{words.none(props.seen)}</p>}>
    <Fold summary={words.some(props.matches.length, props.seen)}>
      <ul class={styles.list} aria-label={words.list}>
        <For each={props.matches}>
          {(match) => (
            <li class={styles.match}>
              <code class={styles.title}>{visible(match.title)}</code>
              <span class={styles.line}>
                <Time at={match.at} />, {MATCH_OUTCOME[match.outcome]}, risk {match.risk}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Fold>
  </Show>
)
