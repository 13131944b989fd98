import type { Agent } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { Dot } from '../../ui/Dot.tsx'
import styles from './AgentFacts.module.css'
import { AGENT_TONE, AGENTS, agentLine, agentTrouble } from './words.ts'

/** How each of these agents is, and what to do where something is the matter. */
export const AgentFacts = (props: { readonly agents: readonly Agent[] }): JSX.Element => (
  <ul class={styles.list} aria-label={AGENTS}>
    <For each={props.agents}>
      {(agent) => (
        <li class={styles.agent}>
          <span class={styles.head}>
            <span class={styles.name}>{visible(agent.label)}</span>
            <span class={styles.state}>
              <Dot tone={AGENT_TONE[agent.state]}>{agentLine(agent)}</Dot>
            </span>
          </span>
          <Show when={agentTrouble(agent)}>
            <span class={styles.trouble}>{agentTrouble(agent)}</span>
          </Show>
        </li>
      )}
    </For>
  </ul>
)
