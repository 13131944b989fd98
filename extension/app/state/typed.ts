import { type ContentBlock, type PromptContent, resourceName } from '@hearth/shared/session'
import { type Attachment, attachmentId } from './attachment.ts'

/** What a person has typed and attached, and not sent. */
export interface Typed {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

const NONE: readonly Attachment[] = []

/** Nothing typed, nothing attached. */
export const NOTHING: Typed = { text: '', attachments: NONE }

/** Words without attachments. */
export const words = (text: string): Typed => ({ text, attachments: NONE })

/** Is there nothing in it? Blank lines alone are something that was typed. */
export const isNothing = ({ text, attachments }: Typed): boolean => text === '' && attachments.length === 0

/** `more` below what is typed already. */
export const joinTexts = (typed: string, more: string): string => {
  if (typed.trim() === '') return more
  return more === '' ? typed : `${typed.trimEnd()}\n\n${more}`
}

/** `more` below and beside what is there already. */
export const joinTyped = (typed: Typed, more: Typed): Typed => ({
  text: joinTexts(typed.text, more.text),
  attachments:
    more.attachments.length === 0 ? typed.attachments : [...typed.attachments, ...more.attachments],
})

const isWeb = (uri: string): boolean => /^https?:/i.test(uri)

const titleOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

const attachmentOf = (block: Exclude<ContentBlock, { type: 'text' }>): Attachment => {
  const id = attachmentId()
  switch (block.type) {
    case 'image': {
      const { mimeType, data, uri } = block
      return { id, kind: 'image', name: '', mimeType, data, url: uri ?? null, note: null }
    }
    case 'resource': {
      const { uri: url, text } = block.resource
      if (!isWeb(url)) return { id, kind: 'text', name: resourceName(url), text }
      return { id, kind: 'page', extent: 'page', title: titleOf(url), url, markdown: text, quote: null }
    }
    case 'resource_link':
      return { id, kind: 'file', path: block.name, uri: block.uri }
  }
}

/** Is it what was noted about the picture before it? */
const isNoteOf = (before: Attachment | undefined, attachment: Attachment): boolean =>
  before?.kind === 'image' &&
  before.note === null &&
  attachment.kind === 'page' &&
  attachment.url === before.url

/** What was typed and attached for a prompt that comes back unsent. Names that it does not carry are lost. */
export const fromContent = (content: PromptContent): Typed => {
  const texts: string[] = []
  const attachments: Attachment[] = []
  for (const block of content) {
    if (block.type === 'text') {
      texts.push(block.text)
      continue
    }
    const attachment = attachmentOf(block)
    const before = attachments.at(-1)
    const noted =
      isNoteOf(before, attachment) && 'resource' in block && block.resource.mimeType === 'text/plain'
    if (noted && before?.kind === 'image' && attachment.kind === 'page')
      attachments.splice(-1, 1, { ...before, note: attachment.markdown })
    else attachments.push(attachment)
  }
  return { text: texts.join('\n'), attachments }
}
