/** What people read where a session is exported. */
export const E = {
  title: 'Export the session',
  format: 'Format',
  markdown: 'Markdown',
  json: 'JSON',
  output: 'Inputs and outputs of tools',
  outputNote: 'Commands, files that were read, diffs. Without them each call is one line.',
  reasoning: 'Reasoning',
  made: 'Made on this device, from what only you and the host can read.',
  careful:
    'What agents read may hold keys, passwords and names. Look through the file before you pass it on.',
  save: 'Save the file',
  share: 'Share…',
  partly: 'Export what is here',
  again: 'Try again',
  cancel: 'Cancel',
  making: 'Making the file…',
  slow: 'A long session takes a while to fetch.',
  saved: 'Saved.',
} as const

export const sayProgress = (done: number, all: number): string =>
  `Fetching turns from the host: ${done.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`

const KB = 1000

/** `turns` of `all`, and what they come to. */
export const saySize = (turns: number, all: number, bytes: number): string => {
  const size =
    bytes < KB * KB ? `${Math.max(1, Math.round(bytes / KB))} kB` : `${(bytes / KB / KB).toFixed(1)} MB`
  const count = turns.toLocaleString('en-US')
  const which =
    turns < all
      ? `${count} of ${all.toLocaleString('en-US')} turns`
      : `${count} ${turns === 1 ? 'turn' : 'turns'}`
  return `${which}, ${size}`
}

export const looksSecret = (count: number): string =>
  count === 1 ? 'One place looks like a key or a password.' : `${count} places look like keys or passwords.`
