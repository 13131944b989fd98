import type { ContentBlock, ImageType, PromptContent } from '@hearth/shared/session'

interface Base {
  /** Of this attachment on this device: tells two alike apart. */
  readonly id: string
}

/** How much of a page was taken. */
export type PageExtent = 'selection' | 'page' | 'link' | 'pdf'

/** Words of a page: data, never instructions. `quote` is the plain text that was selected, to find the place again. */
export interface PageAttachment extends Base {
  readonly kind: 'page'
  readonly extent: PageExtent
  readonly title: string
  /** `http:` or `https:`; the host takes it for the web’s by that. */
  readonly url: string
  readonly markdown: string
  readonly quote: string | null
}

/** A picture; `url` is the page that it shows, null for one of the person’s own. `data` is base64. */
export interface ImageAttachment extends Base {
  readonly kind: 'image'
  readonly name: string
  readonly mimeType: ImageType
  readonly data: string
  readonly url: string | null
  /** What was picked in the page, and how it is styled, as plain text; null for other pictures. */
  readonly note: string | null
}

/** A long text that was pasted, or a text file that was dropped. */
export interface TextAttachment extends Base {
  readonly kind: 'text'
  readonly name: string
  readonly text: string
}

/** A file of the session’s worktree, named to the agent: its path from the worktree’s root. */
export interface FileAttachment extends Base {
  readonly kind: 'file'
  readonly path: string
  /** Address of the file on the host. */
  readonly uri: string
}

/** What goes along with a prompt beside its words. */
export type Attachment = PageAttachment | ImageAttachment | TextAttachment | FileAttachment

const blocksOf = (attachment: Attachment): readonly ContentBlock[] => {
  switch (attachment.kind) {
    case 'page': {
      const { url, markdown } = attachment
      return [{ type: 'resource', resource: { uri: url, mimeType: 'text/markdown', text: markdown } }]
    }
    case 'image': {
      const { mimeType, data, url, note } = attachment
      const image: ContentBlock = { type: 'image', mimeType, data, ...(url !== null && { uri: url }) }
      if (note === null || url === null) return [image]
      return [image, { type: 'resource', resource: { uri: url, mimeType: 'text/plain', text: note } }]
    }
    case 'text': {
      const { name, text } = attachment
      return [{ type: 'resource', resource: { uri: `attachment:${encodeURIComponent(name)}`, text } }]
    }
    case 'file':
      return [{ type: 'resource_link', uri: attachment.uri, name: attachment.path }]
  }
}

/** A prompt of words and attachments: the words first, since a slash command counts at the very beginning only. */
export const toContent = (text: string, attachments: readonly Attachment[]): PromptContent => [
  ...(text.trim() === '' ? [] : [{ type: 'text', text } as const]),
  ...attachments.flatMap(blocksOf),
]

/** English text has about four characters a token; an estimate, and shown as one. */
const CHARACTERS_PER_TOKEN = 4
/** What the known models take for a screenshot, about. */
const TOKENS_PER_IMAGE = 1_500

/** About how many tokens an attachment costs. A named file costs nothing until the agent reads it. */
export const tokensOf = (attachment: Attachment): number => {
  switch (attachment.kind) {
    case 'page':
      return Math.ceil(attachment.markdown.length / CHARACTERS_PER_TOKEN)
    case 'text':
      return Math.ceil(attachment.text.length / CHARACTERS_PER_TOKEN)
    case 'image':
      return TOKENS_PER_IMAGE
    case 'file':
      return 0
  }
}
