import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Asks for every device that is paired with this host. */
export const ListDevices = v.strictObject({ t: v.literal('list-devices'), call: CallId })
export type ListDevices = v.InferOutput<typeof ListDevices>
