import { Down } from './down.ts'
import { MAX_MESSAGE_BYTES } from './limits.ts'
import { MalformedError, OversizeError, type Reader } from './malformed.ts'
import { pack, parseAs, unpack } from './packed.ts'
import { Up } from './up.ts'

const bounded = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new OversizeError(bytes.length, MAX_MESSAGE_BYTES)
  return bytes
}

const read = (bytes: Uint8Array, reader: Reader): unknown => {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new MalformedError(reader, 'size')
  return unpack(bytes, reader)
}

/** A device's message as bytes. @throws {OversizeError} */
export const encodeUp = (message: Up): Uint8Array => bounded(pack(message))
/** A device's message, at the host. @throws {MalformedError} code `host.malformed` */
export const decodeUp = (bytes: Uint8Array): Up => parseAs(Up, read(bytes, 'host'), 'host')

/** A host's message as bytes. @throws {OversizeError} such as for a snapshot of too many turns */
export const encodeDown = (message: Down): Uint8Array => bounded(pack(message))
/** A host's message, at the device. @throws {MalformedError} code `device.malformed` */
export const decodeDown = (bytes: Uint8Array): Down => parseAs(Down, read(bytes, 'device'), 'device')
