import * as v from 'valibot'
import { bytes, Instant, PartyId } from '../../session/index.ts'
import { DeviceRecord, Name, ProtocolVersion } from '../common.ts'

/** The host’s first message: who it is and what it lets this device do. */
export const Welcome = v.strictObject({
  t: v.literal('welcome'),
  /** PROTOCOL_VERSION of the host. */
  version: ProtocolVersion,
  host: v.strictObject({ id: PartyId, name: Name, version: v.string() }),
  /** Changes with every start of the host agent. */
  bootId: bytes(16),
  now: Instant,
  device: DeviceRecord,
  policyEpoch: v.number(),
})
export type Welcome = v.InferOutput<typeof Welcome>
