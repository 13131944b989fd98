import { type JSX, splitProps } from 'solid-js'
import { cx } from './cx.ts'
import styles from './IconButton.module.css'

export interface IconButtonProps
  extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'style'> {
  /** What it does; also its tooltip. */
  readonly label: string
  /** The icon. */
  readonly children: JSX.Element
  readonly variant?: 'ghost' | 'secondary' | 'primary' | 'danger'
  /** Something is under way: further clicks do nothing. */
  readonly busy?: boolean
}

/** A button that shows only an icon, and says what it does to those who don't see it. */
export const IconButton = (props: IconButtonProps): JSX.Element => {
  const [own, rest] = splitProps(props, ['label', 'variant', 'busy', 'onClick', 'children'])
  return (
    <button
      type="button"
      title={own.label}
      {...rest}
      aria-label={own.label}
      aria-busy={own.busy}
      class={cx(styles.button, styles[own.variant ?? 'ghost'])}
      onClick={(event) => {
        if (own.busy) event.preventDefault()
        else if (typeof own.onClick === 'function') own.onClick(event)
      }}
    >
      {own.children}
    </button>
  )
}
