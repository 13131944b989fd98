import { WireError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { MAX_METHOD } from './limits.ts'

const id = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffffffff))

/** What a command sends: a call, or something more for a call that asked. */
export const ControlUp = v.union([
  v.strictObject({ id, method: v.pipe(v.string(), v.maxLength(MAX_METHOD)), params: v.unknown() }),
  v.strictObject({ id, input: v.unknown() }),
])
export type ControlUp = v.InferOutput<typeof ControlUp>

/** What the host agent sends: any number of `next`, then `done` or `error`. */
export const ControlDown = v.union([
  v.strictObject({ id, next: v.unknown() }),
  v.strictObject({ id, done: v.unknown() }),
  v.strictObject({ id: v.nullable(id), error: WireError }),
])
export type ControlDown = v.InferOutput<typeof ControlDown>
