import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import styles from './Chip.module.css'
import { cx } from './cx.ts'

export interface ChipProps {
  readonly children: JSX.Element
  readonly icon?: JSX.Element
  readonly tone?: 'plain' | 'accent' | 'ok' | 'warn' | 'danger' | 'info'
  /** What a press does; a chip without it is not a button. */
  readonly onPress?: () => void
  /** For a chip that is switched on and off by its press. */
  readonly pressed?: boolean
  readonly onRemove?: () => void
  /** What removing means, such as `Remove “page.md”`. */
  readonly removeLabel?: string
  readonly title?: string
}

/** A small thing that is attached, chosen or said about something. */
export const Chip = (props: ChipProps): JSX.Element => {
  const face = (): JSX.Element => (
    <>
      <Show when={props.icon}>
        <span class={styles.icon} aria-hidden="true">
          {props.icon}
        </span>
      </Show>
      <span class={styles.words}>{props.children}</span>
    </>
  )
  return (
    <span
      class={cx(styles.chip, styles[props.tone ?? 'plain'], props.pressed && styles.pressed)}
      title={props.title}
    >
      <Show when={props.onPress} fallback={<span class={styles.face}>{face()}</span>}>
        {(press) => (
          <button
            type="button"
            class={cx(styles.face, styles.press)}
            aria-pressed={props.pressed}
            onClick={() => press()()}
          >
            {face()}
          </button>
        )}
      </Show>
      <Show when={props.onRemove}>
        {(remove) => (
          <button
            type="button"
            class={styles.remove}
            aria-label={props.removeLabel ?? 'Remove'}
            onClick={() => remove()()}
          >
            <X aria-hidden="true" />
          </button>
        )}
      </Show>
    </span>
  )
}
