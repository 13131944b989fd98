import type { AgentTask } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { Button } from '../../../ui/Button.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { F } from '../composer/words.ts'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { sayElapsed } from '../turn/figures.ts'
import styles from './Tasks.module.css'

/** A command that goes on by itself: what, for how long, and its end. It goes once the host says so. */
export const TaskRow = (props: {
  readonly host: HostView
  readonly session: string
  readonly agent: string
  readonly task: AgentTask
  /** Whose it is, where that is not plain. */
  readonly by: string | null
}): JSX.Element => {
  const [busy, setBusy] = createSignal(false)
  const [told, setTold] = createSignal<string | null>(null)
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), SESSION_SCREEN_LIMITS.elapsedStep.value)
  onCleanup(() => clearInterval(timer))
  const since = (): string => sayElapsed(now() + props.host.overview().skew - props.task.startedAt)
  const stop = async (): Promise<void> => {
    const { host, session, agent, task } = props
    setBusy(true)
    setTold(null)
    try {
      await host.actions.call('stop-task', { session, agent, task: task.id })
      setTold(F.stoppingTask)
    } catch (error) {
      setTold(`${F.taskNotStopped} ${sayError(error)}`)
    }
    setBusy(false)
  }
  return (
    <li class={styles.task}>
      <span class={styles.words}>
        <code class={styles.title}>{visible(props.task.title)}</code>
        <span class={styles.about}>
          {since()}
          <Show when={props.by}> · {props.by}</Show>
        </span>
        <Show when={told()}>
          <span class={styles.about} role="status">
            {told()}
          </span>
        </Show>
      </span>
      <Button
        small
        busy={busy()}
        aria-label={F.stopTaskOf(visible(props.task.title))}
        onClick={() => void stop()}
      >
        {F.stopTask}
      </Button>
    </li>
  )
}
