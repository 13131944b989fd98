import { For, type JSX } from 'solid-js'
import escapes from '../characters/escape.module.css'
import { pieces } from '../characters/pieces.ts'
import styles from './ExactText.module.css'

/**
 * Text of strangers, exactly: commands, paths, titles, file names. Every character without a glyph of its own is a
 * marked escape, and the text wraps anywhere rather than being cut. With `lines`, line feeds and tabs stay.
 */
export const ExactText = (props: { text: string; lines?: boolean }): JSX.Element => (
  <span class={styles.exact} dir="ltr">
    <For each={pieces(props.text, props.lines ? 'lines' : 'line')}>
      {(piece) => (piece.escape ? <span class={escapes.escape}>{piece.text}</span> : piece.text)}
    </For>
  </span>
)
