import * as v from 'valibot'
import { bytes } from '../../session/index.ts'

/** The head of the host’s audit chain, signed by the host. */
export const AuditHead = v.strictObject({
  t: v.literal('audit-head'),
  i: v.number(),
  head: bytes(64),
  signature: bytes(64),
})
export type AuditHead = v.InferOutput<typeof AuditHead>
