import type { ToolContent } from '@hearth/shared/session'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { DiffView, ExactText, Folded } from '../../../text/index.ts'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { UNFINISHED, W } from '../words.ts'
import type { ToolBlock } from './input.ts'
import { Subagent } from './Subagent.tsx'
import { commandOf } from './summary.ts'
import styles from './Tool.module.css'

const text = (part: ToolContent): string | false => part.type === 'text' && part.text
const diff = (part: ToolContent): Extract<ToolContent, { type: 'diff' }> | false =>
  part.type === 'diff' && part

/** All that is known of a tool call: the exact command or input, and what came of it. */
export const ToolDetail = (props: { readonly tool: ToolBlock; readonly turn: number }): JSX.Element => {
  const command = (): string | undefined =>
    props.tool.kind === 'execute' ? commandOf(props.tool) : undefined
  // An edit's input is what its diff shows; a path is in the line already.
  const input = (): string | null =>
    command() === undefined && !props.tool.content.some(diff) ? props.tool.input : null
  const over = (): boolean => props.tool.status === 'completed' || props.tool.status === 'failed'
  return (
    <div class={styles.detail}>
      <Show when={command()}>
        {(exact) => (
          <div class={styles.command}>
            <ExactText text={exact()} lines />
          </div>
        )}
      </Show>
      <Show when={input()}>
        {(json) => (
          <>
            <p class={styles.label}>{W.input}</p>
            <div class={styles.output}>
              <Folded text={json()} lines={SESSION_SCREEN_LIMITS.outputLines.value} />
            </div>
          </>
        )}
      </Show>
      <Subagent call={props.tool.call} turn={props.turn} />
      <For each={props.tool.content}>
        {(part) => (
          <Switch>
            <Match when={diff(part)}>
              {(change) => <DiffView diff={change().diff} path={change().path} />}
            </Match>
            <Match when={text(part)}>
              {(output) => (
                <div class={styles.output}>
                  <Folded text={output()} lines={SESSION_SCREEN_LIMITS.outputLines.value} />
                </div>
              )}
            </Match>
          </Switch>
        )}
      </For>
      <Show when={props.tool.content.length === 0}>
        <p class={styles.label}>{over() ? W.noOutput : W.noOutputYet}</p>
      </Show>
      <Show when={props.tool.status === 'unfinished'}>
        <p class={styles.label}>{UNFINISHED}</p>
      </Show>
    </div>
  )
}
