import { type JSX, Show } from 'solid-js'
import { cx } from '../../ui/cx.ts'
import styles from './ArmedButton.module.css'
import { useArming } from './use-arming.ts'

export interface ArmedButtonProps {
  readonly variant?: 'primary' | 'plain'
  /** Set while a press may not count, however long it waits; words beside the button say why. */
  readonly blocked?: boolean
  /** Id of what says why it is blocked. */
  readonly describedBy?: string
  /** Called once; to be called again, it has to be drawn anew. */
  onPress(): void
  readonly children: JSX.Element
}

/**
 * A button that decides something: it takes no press before it has been in sight, uncovered and in its place for a
 * moment. It keeps its focus meanwhile (`aria-disabled` rather than `disabled`), so that a keyboard does not lose it.
 */
export const ArmedButton = (props: ArmedButtonProps): JSX.Element => {
  const { state, round, attach } = useArming(
    () => props.onPress(),
    () => props.blocked !== true,
  )
  const isReady = (): boolean => props.blocked !== true && (state() === 'armed' || state() === 'pressed')
  return (
    <button
      ref={attach}
      type="button"
      class={cx(styles.button, styles[props.variant ?? 'plain'], isReady() && styles.ready)}
      aria-disabled={!isReady()}
      aria-describedby={props.describedBy}
      data-arming={state()}
    >
      <Show when={props.blocked !== true && state() === 'settling' && round()} keyed>
        {(_) => <span class={styles.progress} aria-hidden="true" />}
      </Show>
      <span class={styles.words}>{props.children}</span>
    </button>
  )
}
