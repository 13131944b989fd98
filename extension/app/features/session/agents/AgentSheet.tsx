import type { Agent } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import Check from 'lucide-solid/icons/check'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { Fold } from '../../../ui/Fold.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { AgentFacts } from '../../agents/AgentFacts.tsx'
import { agentsInOrder, isChoosable } from '../../agents/choices.ts'
import { agentLine, otherAgents } from '../../agents/words.ts'
import { F, FINDS_SHORT } from '../composer/words.ts'
import type { ChosenAgent } from './chosen.ts'
import { memoryOf } from './forecast.ts'
import styles from './Sheets.module.css'

export interface AgentSheetProps {
  readonly open: boolean
  readonly host: HostView
  readonly chosen: ChosenAgent
  onClose(): void
}

/** Who does the next prompt, with what each agent would find. Those that can't are folded away with the reason. */
export const AgentSheet = (props: AgentSheetProps): JSX.Element => {
  const agents = createMemo(() => agentsInOrder(props.host.overview().agents))
  const ready = createMemo(() => agents().filter(isChoosable))
  const others = createMemo(() => agents().filter((agent) => !isChoosable(agent)))
  const note = (agent: Agent): string => {
    const memory = memoryOf(props.chosen.all(), agent.id)
    if (props.chosen.pending() === agent.id) return F.choosing
    const finds = props.chosen.memory() === null || memory === null ? [] : [FINDS_SHORT[memory]]
    return [...finds, agentLine(agent)].join(' · ')
  }
  const choose = async (id: string): Promise<void> => {
    if (await props.chosen.choose(id)) props.onClose()
  }
  return (
    <Sheet open={props.open} title={F.choose} onClose={() => props.onClose()}>
      <div class={styles.fields}>
        <Show when={props.chosen.failed()}>
          <p class={styles.problem} role="alert">
            {F.notChosen} {props.chosen.failed()}
          </p>
        </Show>
        <div class={styles.rows}>
          <For each={ready()}>
            {(agent) => (
              <button
                type="button"
                class={styles.row}
                aria-pressed={props.chosen.id() === agent.id}
                aria-busy={props.chosen.pending() === agent.id}
                onClick={() => void choose(agent.id)}
              >
                <span class={styles.words}>
                  <span class={styles.name}>{visible(agent.label)}</span>
                  <span class={styles.note}>{note(agent)}</span>
                </span>
                <Show when={props.chosen.id() === agent.id}>
                  <Check aria-hidden="true" />
                </Show>
              </button>
            )}
          </For>
        </div>
        <p class={styles.about}>{F.chooseNote}</p>
        <Show when={others().length > 0}>
          <Fold summary={otherAgents(others().length)}>
            <AgentFacts agents={others()} />
          </Fold>
        </Show>
      </div>
    </Sheet>
  )
}
