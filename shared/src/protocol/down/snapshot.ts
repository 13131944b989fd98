import * as v from 'valibot'
import { SessionState } from '../../session/index.ts'
import { SubId } from '../common.ts'

/** The state of a session at `state.seq`; events that follow on `sub` begin right after it. */
export const Snapshot = v.strictObject({
  t: v.literal('snapshot'),
  sub: SubId,
  state: SessionState,
})
export type Snapshot = v.InferOutput<typeof Snapshot>
