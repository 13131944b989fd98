import { HearthError, packEvent, unpackEvent } from '@hearth/shared/protocol'
import type { SessionEvent, SessionState, Turn } from '@hearth/shared/session'

/** A blob as the database gives it: libsql answers `all` with ArrayBuffers and `get` with Buffers. */
export type Blob = ArrayBuffer | Uint8Array

const bytesOf = (blob: Blob): Uint8Array => (blob instanceof ArrayBuffer ? new Uint8Array(blob) : blob)

const damaged = (cause: unknown): HearthError =>
  new HearthError(
    'host.store',
    'The host’s database is damaged: a row can’t be read. It was left as it is: keep a copy, restore a backup.',
    { cause },
  )

/** An event as devices get it: packed once, for the log and every device. */
export const encodeEvent: (event: SessionEvent) => Uint8Array = packEvent

/** @throws HearthError `host.store` where the row is damaged */
export const decodeEvent = (blob: Blob): SessionEvent => {
  try {
    return unpackEvent(bytesOf(blob), 'host')
  } catch (error) {
    throw damaged(error)
  }
}

const encodeJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

const decodeJson = (blob: Blob): unknown => {
  try {
    return JSON.parse(Buffer.from(bytesOf(blob)).toString())
  } catch (error) {
    throw damaged(error)
  }
}

// Turns and states were made by this program's own reducer: their shape is not checked again.
export const encodeTurn: (turn: Turn) => Uint8Array = encodeJson
export const decodeTurn = (blob: Blob): Turn => decodeJson(blob) as Turn
export const encodeState: (state: SessionState) => Uint8Array = encodeJson
export const decodeState = (blob: Blob): SessionState => decodeJson(blob) as SessionState
