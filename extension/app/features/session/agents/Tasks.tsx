import type { AgentTask, SessionAgent } from '@hearth/shared/session'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { Fold } from '../../../ui/Fold.tsx'
import { tasksRun } from '../composer/words.ts'
import { agentName } from '../header/SessionTitle.tsx'
import { TaskRow } from './TaskRow.tsx'
import styles from './Tasks.module.css'

interface Running {
  readonly agent: string
  readonly task: AgentTask
}

/** Commands that agents left running, in a line that opens to all of them; nothing where there are none. */
export const Tasks = (props: {
  readonly host: HostView
  readonly session: string
  readonly agents: readonly SessionAgent[]
}): JSX.Element => {
  const running = createMemo<ReadonlyMap<string, Running>>(
    () =>
      new Map(
        props.agents.flatMap(({ agent, tasks }) =>
          tasks.map((task) => [`${agent} ${task.id}`, { agent, task }] as const),
        ),
      ),
  )
  const several = (): boolean => new Set([...running().values()].map(({ agent }) => agent)).size > 1
  return (
    <Show when={running().size > 0}>
      <div class={styles.tasks}>
        <Fold summary={tasksRun(running().size)}>
          <ul class={styles.list}>
            <For each={[...running().keys()]}>
              {(key) => (
                <Show when={running().get(key)}>
                  {(one) => (
                    <TaskRow
                      host={props.host}
                      session={props.session}
                      agent={one().agent}
                      task={one().task}
                      by={several() ? agentName(props.host, one().agent) : null}
                    />
                  )}
                </Show>
              )}
            </For>
          </ul>
        </Fold>
      </div>
    </Show>
  )
}
