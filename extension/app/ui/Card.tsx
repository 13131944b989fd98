import type { JSX } from 'solid-js'
import styles from './Card.module.css'
import { cx } from './cx.ts'

export interface CardProps {
  /** Names it as a region for those who listen. */
  readonly label?: string
  readonly labelledBy?: string
  /** `accent`: it waits for the person. `danger`: it went wrong. */
  readonly tone?: 'plain' | 'accent' | 'danger'
  /** No padding of its own: for rows that reach the edges. */
  readonly flush?: boolean
  readonly children: JSX.Element
}

/** One thing with its parts, set apart from the rest. */
export const Card = (props: CardProps): JSX.Element => (
  <section
    class={cx(styles.card, styles[props.tone ?? 'plain'], props.flush && styles.flush)}
    aria-label={props.label}
    aria-labelledby={props.labelledBy}
  >
    {props.children}
  </section>
)
