import * as v from 'valibot'
import { PartyId } from '../../session/index.ts'
import { CallId, Name } from '../common.ts'

/** Gives a device another name; any device may do so for itself, for others it takes the right to administer. */
export const RenameDevice = v.strictObject({
  t: v.literal('rename-device'),
  call: CallId,
  device: PartyId,
  name: Name,
})
export type RenameDevice = v.InferOutput<typeof RenameDevice>
