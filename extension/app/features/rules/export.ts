import type { Rule } from '@hearth/shared/session'

/** The rules as a file that a person can keep or compare: JSON, one list. */
export const rulesFile = (rules: readonly Rule[]): string => `${JSON.stringify(rules, null, 2)}\n`

/** Hands a text to the browser as a file to be saved. */
export const saveFile = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(url))
}
