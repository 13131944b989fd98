import type { PermissionFacts, PromptContent } from '@hearth/shared/session'
import type { Run } from './run.ts'

/** Does a page come along with it, or anything else that is no file of this person's choice? */
const bringsPage = (content: PromptContent): boolean =>
  content.some((block) => {
    const uri =
      block.type === 'resource' ? block.resource.uri : block.type === 'image' ? block.uri : undefined
    return uri !== undefined && !/^file:/i.test(uri)
  })

/**
 * Whose words a turn works on: `web` where its prompt, or one that was given to it while it ran, brought a page along,
 * which may hold instructions of others. No rule allows anything there.
 */
export const provenanceOf = (run: Pick<Run, 'content' | 'steered'>): PermissionFacts['provenance'] =>
  [run.content, ...run.steered].some(bringsPage) ? 'web' : 'user'
