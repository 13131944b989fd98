import { createMemo, Index, type JSX, Show } from 'solid-js'
import { useTranscript } from '../transcript/context.ts'
import { W } from '../words.ts'
import styles from './Tool.module.css'
import { ToolCard } from './ToolCard.tsx'

/** What the sub-agent that a tool call began has done, each call a line of its own; nothing where there is none. */
export const Subagent = (props: { readonly turn: number; readonly call: string }): JSX.Element => {
  const { model } = useTranscript()
  const children = createMemo(() => model.children(props.turn, props.call))
  return (
    <Show when={children().length > 0}>
      <p class={styles.label}>{W.subagent}</p>
      <div class={styles.subagent}>
        <Index each={children()}>
          {(tool) => <ToolCard tool={tool()} turn={props.turn} foldKey={`b:${props.turn}:${tool().n}`} />}
        </Index>
      </div>
    </Show>
  )
}
