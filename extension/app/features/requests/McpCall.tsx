import type { RequestAction } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './Action.module.css'
import { ExactLines } from './ExactLines.tsx'
import { Labelled } from './Labelled.tsx'
import { prettyJson } from './pretty-json.ts'
import { Whole } from './Whole.tsx'
import { card } from './words.ts'

/** A tool of an MCP server with exactly what it would be given. */
export const McpCall = (props: { action: Extract<RequestAction, { type: 'mcp' }> }): JSX.Element => (
  <>
    <Whole text={`${props.action.server}\n${props.action.tool}`}>
      <dl class={styles.pairs}>
        <dt class={styles.note}>{card.server}</dt>
        <dd class={styles.path}>
          <ExactText text={props.action.server} />
        </dd>
        <dt class={styles.note}>{card.tool}</dt>
        <dd class={styles.path}>
          <ExactText text={props.action.tool} />
        </dd>
      </dl>
    </Whole>
    <Show when={props.action.input.trim() !== ''} fallback={<p class={styles.note}>{card.noInput}</p>}>
      <Labelled label={card.input}>
        <Whole text={prettyJson(props.action.input)}>
          <ExactLines text={prettyJson(props.action.input)} />
        </Whole>
      </Labelled>
    </Show>
  </>
)
