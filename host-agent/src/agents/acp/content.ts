import type { ContentBlock, PromptContent } from '@hearth/shared/session'
import { AgentError } from '../driver.ts'
import { fenced, isPage, oneLine, pictured, quoted, showsPage } from '../quoted.ts'
import type { Abilities } from './abilities.ts'
import { Block, read } from './wire.ts'

type Resource = Extract<ContentBlock, { type: 'resource' }>['resource']

/**
 * A prompt as the agent can take it: an embedded text becomes plain text where it takes none, and what a page says
 * always, quoted: the marks that agents put around embedded texts are theirs, and some can be closed from inside.
 * @throws {AgentError} `agent.unsupported` for an image that it can't take
 */
export function toAcp(content: PromptContent, can: Abilities): Record<string, unknown>[] {
  return content.flatMap((block) => {
    const own = blockFor(block, can)
    return showsPage(block) ? [{ type: 'text', text: pictured(block.uri) }, own] : [own]
  })
}

function blockFor(block: ContentBlock, can: Abilities): Record<string, unknown> {
  if (block.type === 'image' && !can.images)
    throw new AgentError('agent.unsupported', 'This agent takes no images. Nothing was sent.')
  if (block.type === 'resource' && (!can.resources || isPage(block.resource.uri)))
    return { type: 'text', text: wordsOfResource(block.resource) }
  return { ...block }
}

/** A prompt as words alone. @throws {AgentError} `agent.unsupported` for an image, which has none */
export function wordsOf(content: PromptContent): string {
  return content
    .map((block) => {
      if (block.type === 'image')
        throw new AgentError(
          'agent.unsupported',
          'This agent takes in no images while it works. Nothing was sent.',
        )
      if (block.type === 'text') return block.text
      return block.type === 'resource' ? wordsOfResource(block.resource) : oneLine(block.uri)
    })
    .join('\n')
}

function wordsOfResource({ uri, text }: Resource): string {
  return isPage(uri) ? quoted(uri, text) : fenced(uri, text)
}

/** What a block of the agent's says as text; empty where it is not text. */
export function textOf(value: unknown): string {
  const block = read(Block, value)
  if (block === null) return ''
  if (block.type === 'text') return block.text
  return block.type === 'resource' ? block.resource.text : `[${block.name ?? block.uri}](${block.uri})`
}
