import * as v from 'valibot'
import { SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Lets a waiting prompt steer the turn that runs, as if it had been sent so. */
export const Steer = v.strictObject({
  t: v.literal('steer'),
  call: CallId,
  session: SessionId,
  turn: TurnNumber,
})
export type Steer = v.InferOutput<typeof Steer>
