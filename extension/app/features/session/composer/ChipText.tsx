import { visible } from '@hearth/shared/session'
import type { JSX } from 'solid-js'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import styles from './Waiting.module.css'

/** A prompt in a line, as far as there is room. */
export const chipText = (text: string): string =>
  visible(text.trim().slice(0, SESSION_SCREEN_LIMITS.chipText.value).replace(/\s+/g, ' '))

/** What a prompt that waits says; all of it in its title. */
export const ChipText = (props: { readonly text: string }): JSX.Element => (
  <span class={styles.text} title={visible(props.text, { lines: true })} dir="auto">
    {chipText(props.text)}
  </span>
)
