import type { ContentBlock } from './content.ts'
import type { Finder } from './find.ts'
import type { Block, Turn } from './state.ts'

/** A part of a turn that a person sees as one: what was asked, or one block of what followed. */
export interface Piece {
  readonly by: 'person' | 'agent'
  /** The block's number; null for the prompt, and for why the turn failed. */
  readonly block: number | null
  readonly text: string
  /** When, in ms. */
  readonly at: number
}

const contentText = (content: ContentBlock): string => {
  switch (content.type) {
    case 'text':
      return content.text
    case 'image':
      return ''
    case 'resource':
      return `${content.resource.uri}\n${content.resource.text}`
    case 'resource_link':
      return `${content.name}\n${content.uri}`
  }
}

/** What stands in an input that is JSON: names and values as people read them, not as JSON writes them. */
const inputText = (input: string | null): string => {
  if (input === null) return ''
  try {
    const value: unknown = JSON.parse(input)
    if (typeof value !== 'object' || value === null) return input
    return Object.values(value)
      .filter((one) => typeof one === 'string')
      .join('\n')
  } catch {
    // Not JSON: it is what it is.
    return input
  }
}

const blockText = (block: Block): string => {
  switch (block.type) {
    case 'message':
    case 'thought':
      return block.text
    case 'raw':
      return block.detail
    case 'tool': {
      const content = block.content.map((part) =>
        part.type === 'diff' ? `${part.path}\n${part.diff}` : part.text,
      )
      const places = block.locations.map(({ path }) => path)
      return [block.title, inputText(block.input), ...places, ...content].join('\n')
    }
  }
}

/** All of a turn that can be read, in its order. Bytes of images and ids are no text. */
export function* piecesOf(turn: Turn): Generator<Piece> {
  const { prompt, error } = turn
  yield { by: 'person', block: null, text: prompt.content.map(contentText).join('\n'), at: prompt.at }
  const since = turn.startedAt ?? prompt.at
  for (const block of turn.open.length === 0 ? turn.blocks : [...turn.blocks, ...turn.open]) {
    const at = block.type === 'tool' ? block.startedAt : since
    yield { by: 'agent', block: block.n, text: blockText(block), at }
  }
  if (error !== null) yield { by: 'agent', block: null, text: error.message, at: turn.settledAt ?? since }
}

/** The pieces of a turn that have all words of a finder. */
export const findsIn = (turn: Turn, finder: Finder): Piece[] => {
  const found: Piece[] = []
  for (const piece of piecesOf(turn)) if (finder.isIn(piece.text)) found.push(piece)
  return found
}
