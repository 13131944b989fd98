import { MAX_PROMPT_TEXT, SESSION_LIMITS, visible } from '@hearth/shared/session'
import type { Attachment } from '../../state/attachment.ts'
import { ATTACH_LIMITS } from './limits.ts'

const count = (number: number): string => number.toLocaleString('en-US')

/** A number of tokens that is an estimate, short. */
const tokens = (number: number): string =>
  number < 1_000 ? `~${number} tokens` : `~${(number / 1_000).toFixed(number < 9_950 ? 1 : 0)}k tokens`

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`

/** What people read about what goes along with a prompt. */
export const A = {
  list: 'Attached',
  add: 'Attach',
  images: 'Pictures…',
  camera: 'Take a photo…',
  files: 'Text files…',
  drop: 'Drop to attach',
  look: 'Look at',
  remove: (what: string): string => `Remove ${what}`,
  removed: (what: string): string => `Removed ${what}.`,
  attached: (names: readonly string[]): string =>
    names.length === 1 ? `Attached ${names[0] ?? ''}.` : `Attached ${names.length} things.`,
  undo: 'Undo',
  working: 'Making the picture smaller…',
  tokens,
  readByAgent: 'read by the agent',
  fromPage: 'of a page',
  lines: (number: number): string => (number === 1 ? '1 line' : `${count(number)} lines`),
  image: 'Picture',
  pasted: 'Pasted text',
  intoText: 'Turn into text',
  content: 'What the agent gets',
  contentHint: 'Take out what it need not know.',
  imageBroken: 'This picture can’t be shown.',
  data: 'The agent is told that this is material from the page, not something that you say.',
} as const

/** Why something could not go along, and what to do. */
export const REFUSED = {
  tooMany: `Only the first ${ATTACH_LIMITS.files.value} files were taken.`,
  unreadable: (name: string): string =>
    `${visible(name)} is neither text nor a picture that this browser can read. Put it into the worktree and name it with @.`,
  tooLarge: (name: string): string =>
    `${visible(name)} is too large to go along. Put it into the worktree and name it with @.`,
  noRoom: (name: string): string =>
    `There is no room left for ${visible(name)}: the pictures of a prompt have ${count(SESSION_LIMITS.promptImages.value / 1024)} KB together. Remove one, or send it with the next prompt.`,
  brokenImage: (name: string): string =>
    `${visible(name)} can’t be read as a picture here. Save it as PNG or JPEG and try again.`,
} as const

/** What is wrong with the whole, and what to do. */
export const FULL = {
  text: (length: number): string =>
    `Too long to send: ${count(length)} characters with what is attached, where ${count(MAX_PROMPT_TEXT)} fit. Remove something, or put it into a file of the worktree and name it with @.`,
  images: (length: number): string =>
    `The pictures are too large together: ${count(Math.ceil(length / 1024))} KB where ${count(SESSION_LIMITS.promptImages.value / 1024)} fit. Remove one, or send it with the next prompt.`,
  blocks: `More is attached than one prompt takes (${SESSION_LIMITS.promptBlocks.value} parts). Remove something.`,
  noImages: (agent: string): string =>
    `${visible(agent)} takes no pictures. Remove them, or choose another agent.`,
  nearText: (length: number): string => `${percent(length, MAX_PROMPT_TEXT)} of what a prompt holds`,
  nearImages: (length: number): string =>
    `Pictures: ${percent(length, SESSION_LIMITS.promptImages.value)} of what a prompt holds`,
} as const

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)
const nameOf = (path: string): string => path.split('/').at(-1) ?? path

/** An attachment in two short lines: what it is, and where from. */
export const titleOf = (attachment: Attachment): string => {
  switch (attachment.kind) {
    case 'page':
      return visible(attachment.title.trim() || hostOf(attachment.url))
    case 'image':
      return visible(attachment.name.trim() || (attachment.url === null ? A.image : hostOf(attachment.url)))
    case 'text':
      return visible(attachment.name)
    case 'file':
      return visible(nameOf(attachment.path))
  }
}

/** Where it comes from; empty where the title says all. */
export const sourceOf = (attachment: Attachment): string => {
  switch (attachment.kind) {
    case 'page':
      return visible(hostOf(attachment.url))
    case 'image':
      return attachment.url === null ? '' : visible(hostOf(attachment.url))
    case 'text':
      return A.lines(attachment.text.split('\n').length)
    case 'file': {
      const folder = attachment.path.slice(0, -nameOf(attachment.path).length - 1)
      return folder === '' ? '' : visible(folder)
    }
  }
}

/** What can be taken from the page beside the panel. */
export const PAGE = {
  page: 'This page',
  selection: 'Selected text',
  screenshot: 'Screenshot',
  element: 'Part of the page…',
  picking: 'Press what you mean in the page. Esc ends it.',
  cancel: 'Cancel',
  switchOn: 'Switch on here',
} as const
