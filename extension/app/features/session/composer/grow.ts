import { type Accessor, createEffect } from 'solid-js'

/** Lets a field grow with its text where the browser does not do so by itself (`field-sizing`). */
export const growWithText = (field: HTMLTextAreaElement, text: Accessor<string>): void => {
  if (globalThis.CSS?.supports?.('field-sizing', 'content') ?? true) return
  createEffect(() => {
    text()
    field.style.blockSize = 'auto'
    field.style.blockSize = `${field.scrollHeight}px`
  })
}
