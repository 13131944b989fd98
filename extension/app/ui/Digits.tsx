import { For, type JSX } from 'solid-js'
import { cx } from './cx.ts'
import styles from './Digits.module.css'

export interface DigitsProps {
  /** What they are, for those who listen. */
  readonly label: string
  /** Such as `482913`. */
  readonly value: string
}

/** A code to compare: large, in two groups, selectable as one number, read out digit by digit. */
export const Digits = (props: DigitsProps): JSX.Element => (
  <div class={styles.digits}>
    <span class="hidden-text">{`${props.label}: ${spoken(props.value)}`}</span>
    <span aria-hidden="true" class={styles.row}>
      <For each={[...props.value]}>
        {(digit, at) => (
          <span class={cx(styles.digit, at() === Math.ceil(props.value.length / 2) && styles.second)}>
            {digit}
          </span>
        )}
      </For>
    </span>
  </div>
)

/** Digit by digit, with a pause between the groups: `4 8 2, 9 1 3`. */
export const spoken = (digits: string): string => {
  const half = Math.ceil(digits.length / 2)
  return [digits.slice(0, half), digits.slice(half)].map((group) => [...group].join(' ')).join(', ')
}
