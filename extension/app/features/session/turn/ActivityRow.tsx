import { createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { Dot } from '../../../ui/Dot.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { useTranscript } from '../transcript/context.ts'
import styles from './EndRow.module.css'
import { sayElapsed } from './figures.ts'
import { turnWords } from './turn-words.ts'

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
    return startedAt === null ? '' : sayElapsed(now() + host.overview().skew - startedAt)
  }
  return (
    <Show when={turn()}>
      {(known) => (
        <div class={styles.activity}>
          <Dot tone={known().state === 'waiting' ? 'accent' : 'info'} busy={known().state !== 'waiting'}>
            {turnWords(known()).text}
          </Dot>
          <span class={styles.figures}>{since()}</span>
        </div>
      )}
    </Show>
  )
}
