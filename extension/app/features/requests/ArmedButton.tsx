import { createEffect, type JSX, on, Show } from 'solid-js'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { cx } from '../../ui/cx.ts'
import styles from './ArmedButton.module.css'
import { useArming } from './use-arming.ts'
import { button as words } from './words.ts'

export interface ArmedButtonProps {
  readonly variant?: 'primary' | 'plain'
  /** Set while a press may not count, however long it waits; words beside the button say why. */
  readonly blocked?: boolean
  /** Id of what says why it is blocked. */
  readonly describedBy?: string
  /** A press counts only once it has been held down for a moment. */
  readonly held?: boolean
  /** Called once; to be called again, it has to be drawn anew. */
  onPress(): void
  readonly children: JSX.Element
}

/**
 * A button that decides something: it takes no press before it has been in sight, uncovered and in its place for a
 * moment. It keeps its focus meanwhile (`aria-disabled` rather than `disabled`), so that a keyboard does not lose it.
 */
export const ArmedButton = (props: ArmedButtonProps): JSX.Element => {
  const announce = useAnnounce()
  const { state, round, holding, short, attach } = useArming(
    () => props.onPress(),
    () => props.blocked !== true,
    () => props.held === true,
  )
  const isReady = (): boolean => props.blocked !== true && (state() === 'armed' || state() === 'pressed')
  createEffect(on(short, (now) => now && announce(words.holdAloud, 'assertive'), { defer: true }))
  return (
    <button
      ref={attach}
      type="button"
      class={cx(styles.button, styles[props.variant ?? 'plain'], isReady() && styles.ready)}
      classList={{ [styles.held ?? '']: props.held === true }}
      aria-disabled={!isReady()}
      aria-describedby={props.describedBy}
      data-arming={state()}
      data-held={props.held === true || undefined}
    >
      <Show when={props.blocked !== true && state() === 'settling' && round()} keyed>
        {(_) => <span class={styles.progress} aria-hidden="true" />}
      </Show>
      <Show when={holding()}>
        <span class={styles.filling} aria-hidden="true" />
      </Show>
      <span class={styles.words}>{props.children}</span>
      <Show when={props.held}>
        {/* Beside the name, not part of it: the name is what it does. */}
        <span class={styles.how} aria-hidden="true">
          {short() ? words.holdOn : words.hold}
        </span>
      </Show>
    </button>
  )
}
