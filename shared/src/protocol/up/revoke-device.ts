import * as v from 'valibot'
import { PartyId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Revokes a device for good; any device may do so for itself, for others it takes the right to administer. */
export const RevokeDevice = v.strictObject({ t: v.literal('revoke-device'), call: CallId, device: PartyId })
export type RevokeDevice = v.InferOutput<typeof RevokeDevice>
