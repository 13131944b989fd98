import type { Steering, StopStep } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import styles from './Composer.module.css'
import { STOP_STEPS, steerHint } from './words.ts'

/** Below the field: how far a stop has come, or what steering will do. `steering`: null where nothing would steer. */
export const Hints = (props: {
  readonly step: StopStep | null
  readonly steering: Steering | null
  readonly keys: boolean
}): JSX.Element => (
  <>
    <Show when={props.step}>
      {(step) => (
        <p class={styles.stopping} role="status">
          {STOP_STEPS[step()]}
        </p>
      )}
    </Show>
    <Show when={props.step === null && props.steering}>
      {(steering) => <p class={styles.hint}>{steerHint(steering(), props.keys)}</p>}
    </Show>
  </>
)
