import type { ContentBlock, PromptContent } from './content.ts'

const textOf = (block: ContentBlock): string => {
  switch (block.type) {
    case 'text':
      return block.text
    case 'image':
      return '[image]'
    case 'resource':
      return `[${block.resource.uri}]`
    case 'resource_link':
      return `[${block.name}]`
  }
}

/** A prompt as plain text, for titles, lists and terminals: what is not text is named in brackets. */
export const promptText = (content: PromptContent): string => content.map(textOf).join('\n')
