import * as v from 'valibot'
import { PromptId, SessionId, TurnNumber } from '../../session/index.ts'

/** The prompt is in the host’s durable inbox as turn `turn`: it can’t be lost any more. */
export const Admitted = v.strictObject({
  t: v.literal('admitted'),
  id: PromptId,
  session: SessionId,
  turn: TurnNumber,
})
export type Admitted = v.InferOutput<typeof Admitted>
