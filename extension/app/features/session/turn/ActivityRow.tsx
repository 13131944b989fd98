import { createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { Dot, type Tone } from '../../../ui/Dot.tsx'
import { agentName } from '../header/SessionTitle.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { useTranscript } from '../transcript/context.ts'
import styles from './EndRow.module.css'
import { sayDuration, sayElapsed } from './figures.ts'
import { activityWords, quietWords } from './turn-words.ts'

/** What the turn does now, and for how long it has. */
export const ActivityRow = (props: { readonly turn: number }): JSX.Element => {
  const { host, model } = useTranscript()
  const turn = createMemo(() => model.turn(props.turn))
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), SESSION_SCREEN_LIMITS.elapsedStep.value)
  onCleanup(() => clearInterval(timer))
  const since = (): string => {
    const startedAt = turn()?.startedAt ?? null
    if (startedAt === null) return ''
    return sayElapsed(now() + host.overview().skew - startedAt)
  }
  const elapsed = (at: number): string => sayDuration(now() + host.overview().skew - at)
  // What is not heard of is not shown as if it went on.
  const tone = (): Tone => (turn()?.state === 'waiting' ? 'accent' : turn()?.quiet ? 'warn' : 'info')
  return (
    <Show when={turn()}>
      {(known) => (
        <div class={styles.activity}>
          <Dot tone={tone()} busy={tone() === 'info'}>
            {activityWords(known())}
          </Dot>
          <span class={styles.figures}>{since()}</span>
          <Show when={model.agents().length > 1}>
            <span class={styles.figures}>{agentName(host, known().agent)}</span>
          </Show>
          <Show when={known().quiet}>
            {(quiet) => (
              <span class={styles.quiet}>
                {quietWords(quiet().status, agentName(host, known().agent), elapsed(quiet().since))}
              </span>
            )}
          </Show>
        </div>
      )}
    </Show>
  )
}
