import { pieces } from '../characters/pieces.ts'
import { TEXT_LIMITS } from '../limits.ts'
import { COPIED, COPY, NOT_COPIED } from '../words.ts'
import styles from './code-block.module.css'
import { codeBlockOf } from './code-block.ts'

/** As it is shown: what hides on the page must not come out of the clipboard into a shell. */
const harmless = (text: string): string =>
  pieces(text, 'prose')
    .map((piece) => piece.text)
    .join('')

const copy = async (button: HTMLElement, text: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = COPIED
  } catch {
    // No permission, or no secure context: the text can still be selected.
    button.textContent = NOT_COPIED
  }
  setTimeout(() => {
    button.textContent = COPY
  }, TEXT_LIMITS.copiedMs.value)
}

/** Makes the Copy and wrap buttons of the code blocks in `root` work, now and later. */
export const listenForCode = (root: HTMLElement): void => {
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    const block = button === null ? undefined : codeBlockOf(button)
    if (button === null || block === undefined) return
    if (button.classList.contains(styles.copy ?? '')) void copy(button, harmless(block.text()))
    else if (button.classList.contains(styles.wrap ?? '')) {
      const wrapped = block.element.classList.toggle(styles.wrapped ?? '')
      button.setAttribute('aria-pressed', String(wrapped))
    }
  })
}
