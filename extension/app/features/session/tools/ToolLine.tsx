import { createMemo, type JSX, Show } from 'solid-js'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { useTranscript } from '../transcript/context.ts'
import { sayDuration } from '../turn/figures.ts'
import { TOOL_STATUS } from '../words.ts'
import { diffStat } from './diff-stat.ts'
import { ToolIcon } from './icons.tsx'
import type { ToolBlock } from './input.ts'
import { summaryOf } from './summary.ts'
import styles from './Tool.module.css'

const WORTH_TELLING_MS = SESSION_SCREEN_LIMITS.quickTool.value

/** A tool call in one line: picture, verb, target, lines changed, time, state. */
export const ToolLine = (props: { readonly tool: ToolBlock }): JSX.Element => {
  const { root } = useTranscript()
  const summary = createMemo(() => summaryOf(props.tool, root()))
  const stat = createMemo(() => diffStat(props.tool.content))
  const time = (): string => {
    const { status, startedAt, updatedAt } = props.tool
    const took = updatedAt - startedAt
    const over = status === 'completed' || status === 'failed'
    return over && took >= WORTH_TELLING_MS ? sayDuration(took) : ''
  }
  return (
    <span class={styles.line} data-status={props.tool.status}>
      <span class={styles.icon}>
        <ToolIcon kind={props.tool.kind} />
      </span>
      <span class={styles.verb}>{summary().verb}</span>
      <span class={summary().code ? styles.code : styles.words} title={summary().target}>
        {summary().target}
      </span>
      <Show when={stat()}>
        {(lines) => (
          <span class={styles.stat}>
            <span class={styles.added}>+{lines().added}</span>{' '}
            <span class={styles.removed}>−{lines().removed}</span>
          </span>
        )}
      </Show>
      <Show when={time()}>{(words) => <span class={styles.side}>{words()}</span>}</Show>
      <Show when={TOOL_STATUS[props.tool.status]}>
        {(words) => <span class={styles.state}>{words()}</span>}
      </Show>
    </span>
  )
}
