import * as v from 'valibot'

/** This device was revoked; the channel ends here. */
export const Revoked = v.strictObject({
  t: v.literal('revoked'),
})
export type Revoked = v.InferOutput<typeof Revoked>
