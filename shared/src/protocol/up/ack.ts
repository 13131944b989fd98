import * as v from 'valibot'
import { Seq } from '../../session/index.ts'
import { SubId } from '../common.ts'

/** The device has applied events up to `seq`; the host slows down for a device that lags. */
export const Ack = v.strictObject({
  t: v.literal('ack'),
  sub: SubId,
  seq: Seq,
})
export type Ack = v.InferOutput<typeof Ack>
