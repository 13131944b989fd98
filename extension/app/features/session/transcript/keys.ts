import { onCleanup } from 'solid-js'

/** What keys do anywhere on a session's screen. */
export interface SessionKeys {
  /** Alt and an arrow: to the prompt before or behind. */
  step(step: 1 | -1): void
  /** Ctrl+F, or ⌘F. False: the browser's own search is wanted. */
  find(): boolean
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }

/** Where Alt and an arrow mean something else already: by paragraphs in a text, in order in a list of buttons. */
const TAKEN = 'input, textarea, select, [contenteditable], [role="menu"]'

/** Listens as long as the owner around the call lives; what lies over the screen has its keys to itself. */
export const listenToKeys = (keys: SessionKeys): void => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
    const step = STEPS[event.key]
    const target = event.target instanceof Element ? event.target : null
    if (step !== undefined && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      if (target?.closest(TAKEN)) return
      event.preventDefault()
      keys.step(step)
    } else if (
      event.key.toLowerCase() === 'f' &&
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      !event.shiftKey
    ) {
      if (keys.find()) event.preventDefault()
    }
  }
  document.addEventListener('keydown', onKeyDown)
  onCleanup(() => document.removeEventListener('keydown', onKeyDown))
}
