import * as v from 'valibot'
import { SESSION_LIMITS } from './limits.ts'

/** Longest text of one prompt over all of its blocks, in UTF-16 units. */
export const MAX_PROMPT_TEXT = SESSION_LIMITS.promptText.value

const promptText = v.pipe(v.string(), v.maxLength(MAX_PROMPT_TEXT))
const reference = v.pipe(v.string(), v.maxLength(SESSION_LIMITS.promptReference.value))

/** Kinds of images that every agent which takes images was seen to take. */
export const ImageType = v.picklist(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
export type ImageType = v.InferOutput<typeof ImageType>

/**
 * What a prompt is made of: ACP's content blocks. An image's `data` is base64, its `uri` the page that it shows; a
 * resource is text from somewhere.
 */
export const ContentBlock = v.variant('type', [
  v.strictObject({ type: v.literal('text'), text: promptText }),
  v.strictObject({
    type: v.literal('image'),
    mimeType: ImageType,
    data: v.pipe(v.string(), v.base64(), v.maxLength(SESSION_LIMITS.promptImages.value)),
    uri: v.optional(reference),
  }),
  v.strictObject({
    type: v.literal('resource'),
    resource: v.strictObject({ uri: reference, mimeType: v.optional(reference), text: promptText }),
  }),
  v.strictObject({ type: v.literal('resource_link'), uri: reference, name: reference }),
])
export type ContentBlock = v.InferOutput<typeof ContentBlock>

/** What a prompt holds: UTF-16 units of text, and base64 characters of images. */
export const promptSize = (blocks: readonly ContentBlock[]): { text: number; images: number } => {
  let [text, images] = [0, 0]
  for (const block of blocks) {
    if (block.type === 'text') text += block.text.length
    else if (block.type === 'resource') text += block.resource.text.length
    else if (block.type === 'image') images += block.data.length
  }
  return { text, images }
}

export const PromptContent = v.pipe(
  v.array(ContentBlock),
  v.minLength(1),
  v.maxLength(SESSION_LIMITS.promptBlocks.value),
  v.check((blocks) => promptSize(blocks).text <= MAX_PROMPT_TEXT, 'The prompt is too long'),
  v.check(
    (blocks) => promptSize(blocks).images <= SESSION_LIMITS.promptImages.value,
    'The prompt’s images are too large',
  ),
  v.metadata({ totalText: MAX_PROMPT_TEXT, totalImages: SESSION_LIMITS.promptImages.value }),
)
export type PromptContent = v.InferOutput<typeof PromptContent>

/** ACP's tool kinds. */
export const ToolKind = v.picklist([
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'switch_mode',
  'other',
])
export type ToolKind = v.InferOutput<typeof ToolKind>

/** ACP's tool call statuses. */
export const ToolStatus = v.picklist(['pending', 'in_progress', 'completed', 'failed'])
export type ToolStatus = v.InferOutput<typeof ToolStatus>

/** What a tool call shows: its output, or the change it makes to a file (unified diff). */
export const ToolContent = v.variant('type', [
  v.strictObject({ type: v.literal('text'), text: v.string() }),
  v.strictObject({ type: v.literal('diff'), path: v.string(), diff: v.string() }),
])
export type ToolContent = v.InferOutput<typeof ToolContent>

export const ToolLocation = v.strictObject({ path: v.string(), line: v.optional(v.number()) })
export type ToolLocation = v.InferOutput<typeof ToolLocation>

/** ACP's plan entries. */
export const PlanEntry = v.strictObject({
  content: v.string(),
  priority: v.picklist(['high', 'medium', 'low']),
  status: v.picklist(['pending', 'in_progress', 'completed']),
})
export type PlanEntry = v.InferOutput<typeof PlanEntry>

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Tokens and money of one step, or a sum of them. `input` excludes cached, `output` excludes reasoning; cost in US dollars. */
export const Usage = v.strictObject({
  input: count,
  output: count,
  cached: count,
  reasoning: count,
  cost: v.pipe(v.number(), v.minValue(0)),
})
export type Usage = v.InferOutput<typeof Usage>
