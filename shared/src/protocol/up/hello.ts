import * as v from 'valibot'
import { bytes } from '../../session/index.ts'
import { Name, ProtocolVersion } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** The device’s first message: it proves that it holds the channel (M3). */
export const Hello = v.strictObject({
  t: v.literal('hello'),
  /** PROTOCOL_VERSION of the device. A host that doesn’t speak it closes with `Close.version`. */
  version: ProtocolVersion,
  /** The channel’s id: only who finished the handshake knows it. */
  sid: bytes(32),
  app: v.strictObject({
    name: Name,
    version: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.appVersionLength.value)),
  }),
  /** The last audit head that this device has seen, so that the host can’t roll back unnoticed. */
  audit: v.nullable(v.strictObject({ i: v.number(), head: bytes(64) })),
})
export type Hello = v.InferOutput<typeof Hello>
