import { chunk, FrameKind, parseChunk } from './envelope.ts'
import { MalformedError, type Reader } from './malformed.ts'
import { pack, parseAs, unpack } from './packed.ts'
import { PairingDetails, PairingVerdict } from './pairing.ts'

/** Smallest padded size of both: a refusal looks like an acceptance. */
export const PAIRING_BUCKET = 1024

const wrap = (message: PairingDetails | PairingVerdict): Uint8Array => {
  const [content] = chunk(FrameKind.message, 0, pack(message))
  // One frame by construction: every field is bounded far below a chunk.
  return content ?? new Uint8Array(0)
}

const unwrap = (content: Uint8Array, reader: Reader): unknown => {
  const part = parseChunk(content, reader)
  if (part.kind !== FrameKind.message || !part.first || !part.fin || part.seq !== 0) {
    throw new MalformedError(reader, 'order', 'pairing')
  }
  return unpack(part.payload, reader)
}

/** P4 as the content of frame 0. */
export const encodePairingDetails = (message: PairingDetails): Uint8Array => wrap(message)
/** P4, at the host. @throws {MalformedError} code `host.malformed` */
export const decodePairingDetails = (content: Uint8Array): PairingDetails =>
  parseAs(PairingDetails, unwrap(content, 'host'), 'host')

/** P5 as the content of frame 0. */
export const encodePairingVerdict = (message: PairingVerdict): Uint8Array => wrap(message)
/** P5, at the device. @throws {MalformedError} code `device.malformed` */
export const decodePairingVerdict = (content: Uint8Array): PairingVerdict =>
  parseAs(PairingVerdict, unwrap(content, 'device'), 'device')
