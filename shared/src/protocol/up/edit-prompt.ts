import * as v from 'valibot'
import { PromptContent, SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Changes a prompt that waits. `edits` is the count that the change rests on; another count is refused. */
export const EditPrompt = v.strictObject({
  t: v.literal('edit-prompt'),
  call: CallId,
  session: SessionId,
  turn: TurnNumber,
  content: PromptContent,
  edits: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
export type EditPrompt = v.InferOutput<typeof EditPrompt>
