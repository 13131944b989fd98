import type { Draft } from './draft.ts'

/** Where the arrow keys are among the prompts of a session. */
export interface PromptHistory {
  /** @returns whether the press was one for it */
  press(event: KeyboardEvent, field: HTMLTextAreaElement): boolean
}

/**
 * Arrow up at the start of the field goes back through what was sent here, arrow down comes forward again, at the end to
 * what was typed. `prompts`: the newest first, without repeats. What is shown so is not kept before it is changed.
 */
export const createHistory = (draft: Draft, prompts: () => readonly string[]): PromptHistory => {
  /** What is looked at: its place, its text, and what had been typed before. */
  let at: { readonly n: number; readonly text: string; readonly typed: string } | null = null
  const show = (n: number, field: HTMLTextAreaElement): boolean => {
    const typed = at?.typed ?? draft.text()
    const text = n < 0 ? typed : prompts()[n]
    if (text === undefined) return false
    at = n < 0 ? null : { n, text, typed }
    draft.show(text)
    // At the start on the way back, so that the next press goes on; at the end where typing goes on.
    const caret = n < 0 ? text.length : 0
    queueMicrotask(() => field.setSelectionRange(caret, caret))
    return true
  }
  return {
    press(event, field) {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
      // Changed, or sent: it is what the person types now.
      if (at !== null && draft.text() !== at.text) at = null
      const isAtStart = field.selectionStart === 0 && field.selectionEnd === 0
      const goes =
        event.key === 'ArrowUp'
          ? isAtStart && (at !== null || draft.text() === '') && show((at?.n ?? -1) + 1, field)
          : event.key === 'ArrowDown' && at !== null && isAtStart && show(at.n - 1, field)
      if (goes) event.preventDefault()
      return goes
    },
  }
}
