import { PIPE_PREFIX } from './relay-wire.ts'

/** A message with its pipe's number in front. */
export const prefixed = (pipe: number, message: Uint8Array): Uint8Array => {
  const out = new Uint8Array(PIPE_PREFIX + message.length)
  new DataView(out.buffer).setUint32(0, pipe)
  out.set(message, PIPE_PREFIX)
  return out
}

/** The pipe's number and the message behind it, without copying; undefined when there is none. */
export const unprefixed = (bytes: Uint8Array): { pipe: number; message: Uint8Array } | undefined => {
  if (bytes.length <= PIPE_PREFIX) return undefined
  const pipe = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  return { pipe, message: bytes.subarray(PIPE_PREFIX) }
}
