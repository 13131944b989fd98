import {
  type ContentBlock,
  ImageType,
  NAMELESS,
  type PromptContent,
  promptSize,
} from '@hearth/shared/session'
import * as v from 'valibot'

/** Of this attachment on this device: tells two alike apart. */
const id = v.string()

/** How much of a page was taken. */
const PageExtent = v.picklist(['selection', 'page', 'link', 'pdf'])
export type PageExtent = v.InferOutput<typeof PageExtent>

const PageAttachment = v.object({
  id,
  kind: v.literal('page'),
  extent: PageExtent,
  title: v.string(),
  url: v.string(),
  markdown: v.string(),
  quote: v.nullable(v.string()),
})
/**
 * Words of a page: data, never instructions. `url` is `http:` or `https:`, by which the host takes it for the web’s;
 * `quote` is the plain text that was selected, to find the place again.
 */
export type PageAttachment = v.InferOutput<typeof PageAttachment>

const ImageAttachment = v.object({
  id,
  kind: v.literal('image'),
  name: v.string(),
  mimeType: ImageType,
  data: v.string(),
  url: v.nullable(v.string()),
  note: v.nullable(v.string()),
})
/**
 * A picture; `data` is base64, `url` the page that it shows or null for one of the person’s own, `note` what was picked
 * in the page and how it is styled, as plain text.
 */
export type ImageAttachment = v.InferOutput<typeof ImageAttachment>

const TextAttachment = v.object({ id, kind: v.literal('text'), name: v.string(), text: v.string() })
/** A long text that was pasted, a text file that was dropped, or what was said in another session. */
export type TextAttachment = v.InferOutput<typeof TextAttachment>

const FileAttachment = v.object({ id, kind: v.literal('file'), path: v.string(), uri: v.string() })
/** A file of the session’s worktree, named to the agent: its path from the worktree’s root, its address on the host. */
export type FileAttachment = v.InferOutput<typeof FileAttachment>

/** What goes along with a prompt beside its words. */
export const Attachment: v.GenericSchema<unknown, Attachment> = v.variant('kind', [
  PageAttachment,
  ImageAttachment,
  TextAttachment,
  FileAttachment,
])
export type Attachment = PageAttachment | ImageAttachment | TextAttachment | FileAttachment

/** What an attachment is in a prompt. */
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
      return [{ type: 'resource', resource: { uri: `${NAMELESS}${encodeURIComponent(name)}`, text } }]
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

/** What attachments take of a prompt: characters of text, base64 characters of images, and blocks. */
export const sizeOf = (
  attachments: readonly Attachment[],
): { readonly text: number; readonly images: number; readonly blocks: number } => {
  const blocks = attachments.flatMap(blocksOf)
  return { ...promptSize(blocks), blocks: blocks.length }
}

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
      return TOKENS_PER_IMAGE + Math.ceil((attachment.note?.length ?? 0) / CHARACTERS_PER_TOKEN)
    case 'file':
      return 0
  }
}

/** The address of a file on the host by the folder that it is in and its path from there. */
export const fileUri = (root: string, path: string): string =>
  `file://${`${root}/${path}`.split('/').map(encodeURIComponent).join('/')}`

/** An id for an attachment that is being made. */
export const attachmentId = (): string => crypto.randomUUID()
