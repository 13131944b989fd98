import { createSignal, type JSX, Show } from 'solid-js'
import { useTranscript } from '../transcript/context.ts'
import styles from './Plan.module.css'
import { Plan } from './Plan.tsx'

/** The plan of the turn that goes on, in sight above the transcript. */
export const PinnedPlan = (): JSX.Element => {
  const { model } = useTranscript()
  const [open, setOpen] = createSignal(false)
  return (
    <Show when={model.current()?.plan.length}>
      <div class={styles.pinned}>
        <Plan entries={model.current()?.plan ?? []} open={open()} onToggle={setOpen} />
      </div>
    </Show>
  )
}
