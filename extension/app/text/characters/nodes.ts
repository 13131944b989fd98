import styles from './escape.module.css'
import { pieces, type Strictness } from './pieces.ts'

/** A marked escape, so that it cannot be taken for text that was typed. */
const escapeNode = (text: string): HTMLElement => {
  const span = document.createElement('span')
  span.className = styles.escape ?? ''
  span.textContent = text
  return span
}

/** Appends text of strangers as text nodes and marked escapes. @returns whether something hidden was shown */
export const appendText = (parent: Node, text: string, strictness: Strictness): boolean => {
  let hidden = false
  for (const piece of pieces(text, strictness)) {
    hidden ||= piece.escape
    parent.appendChild(piece.escape ? escapeNode(piece.text) : document.createTextNode(piece.text))
  }
  return hidden
}
