import type { ContentBlock, PromptContent } from './content.ts'

/** Marks a text that has no address of its own, such as one that was pasted; its name follows, percent-encoded. */
export const NAMELESS = 'attachment:'

/** What a text that goes along with a prompt is called: its name if it has one, else its address. */
export const resourceName = (uri: string): string => {
  if (!uri.startsWith(NAMELESS)) return uri
  const name = uri.slice(NAMELESS.length)
  try {
    return decodeURIComponent(name) || uri
  } catch {
    // Percent signs that encode nothing stand for themselves.
    return name
  }
}

const textOf = (block: ContentBlock): string => {
  switch (block.type) {
    case 'text':
      return block.text
    case 'image':
      return '[image]'
    case 'resource':
      return `[${resourceName(block.resource.uri)}]`
    case 'resource_link':
      return `[${block.name}]`
  }
}

/** A prompt as plain text, for titles, lists and terminals: what is not text is named in brackets. */
export const promptText = (content: PromptContent): string => content.map(textOf).join('\n')
