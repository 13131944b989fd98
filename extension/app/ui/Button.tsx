import { type JSX, Show, splitProps } from 'solid-js'
import styles from './Button.module.css'
import { cx } from './cx.ts'

/**
 * - `primary`: the one thing to do next; at most one in sight
 * - `secondary`: everything else that counts
 * - `ghost`: what shouldn't draw the eye
 * - `danger`: takes something away
 */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

export interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'style'> {
  readonly variant?: ButtonVariant
  /** Something is under way: it keeps its place and focus, and further clicks do nothing. */
  readonly busy?: boolean
  /** Before the words; decoration only. */
  readonly icon?: JSX.Element
  /** As wide as what it stands in. */
  readonly wide?: boolean
  readonly small?: boolean
}

/** A button with words on it. */
export const Button = (props: ButtonProps): JSX.Element => {
  const [own, rest] = splitProps(props, ['variant', 'busy', 'icon', 'wide', 'small', 'onClick', 'children'])
  return (
    <button
      type="button"
      {...rest}
      aria-busy={own.busy}
      aria-disabled={own.busy || rest.disabled}
      class={cx(
        styles.button,
        styles[own.variant ?? 'secondary'],
        own.wide && styles.wide,
        own.small && styles.small,
        own.busy && styles.busy,
      )}
      onClick={(event) => {
        if (own.busy) event.preventDefault()
        else if (typeof own.onClick === 'function') own.onClick(event)
      }}
    >
      <Show when={own.icon}>
        <span class={styles.icon} aria-hidden="true">
          {own.icon}
        </span>
      </Show>
      <span class={styles.words}>{own.children}</span>
    </button>
  )
}
