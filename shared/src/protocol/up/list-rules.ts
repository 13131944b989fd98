import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Asks for the rules of this host, and its starter sets. */
export const ListRules = v.strictObject({
  t: v.literal('list-rules'),
  call: CallId,
})
export type ListRules = v.InferOutput<typeof ListRules>
