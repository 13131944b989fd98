import type { JSX } from 'solid-js'
import { cx } from './cx.ts'
import styles from './Dot.module.css'

/**
 * - `accent`: waits for the person
 * - `ok`, `warn`, `danger`, `info`: as words of the same names
 * - `idle`: nothing goes on
 */
export type Tone = 'accent' | 'ok' | 'warn' | 'danger' | 'info' | 'idle'

export interface DotProps {
  readonly tone: Tone
  /** Something is under way. */
  readonly busy?: boolean
  /** The state in words; colour alone tells nothing. */
  readonly children: JSX.Element
  /** The words are heard, not seen: only where the same words stand beside it. */
  readonly hideWords?: boolean
}

/** A state: a dot and its words. */
export const Dot = (props: DotProps): JSX.Element => (
  <span class={styles.state}>
    <span class={cx(styles.dot, styles[props.tone], props.busy && styles.busy)} aria-hidden="true" />
    <span class={props.hideWords ? 'hidden-text' : styles.words}>{props.children}</span>
  </span>
)
