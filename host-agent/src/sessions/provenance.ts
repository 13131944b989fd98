import type { PermissionFacts, PromptContent } from '@hearth/shared/session'
import type { Run } from './run.ts'

/** Does a page, or anything else from the web, come along with it? */
const bringsPage = (content: PromptContent): boolean =>
  content.some((block) => {
    const uri =
      block.type === 'resource' ? block.resource.uri : block.type === 'image' ? block.uri : undefined
    return uri !== undefined && /^https?:/i.test(uri)
  })

/**
 * Whose words a turn works on: `web` where its prompt, or one that was given to it while it ran, brought a page along,
 * which may hold instructions of others. No rule allows anything there.
 */
export const provenanceOf = (run: Pick<Run, 'content' | 'steered'>): PermissionFacts['provenance'] =>
  [run.content, ...run.steered].some(bringsPage) ? 'web' : 'user'
