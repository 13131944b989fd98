import * as v from 'valibot'
import { PromptContent, PromptId, PromptManner, SessionId } from '../../session/index.ts'

/** Sends a prompt. `id` makes it exactly once however often it is repeated; answered by `admitted` or `refused`. */
export const Prompt = v.strictObject({
  t: v.literal('prompt'),
  id: PromptId,
  session: SessionId,
  content: PromptContent,
  ...PromptManner.entries,
})
export type Prompt = v.InferOutput<typeof Prompt>
