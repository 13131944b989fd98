import { decode, Encoder } from '@msgpack/msgpack'
import * as v from 'valibot'
import { MalformedError, type Reader } from './malformed.ts'
import { guardPacked } from './packed-guard.ts'

const encoder = new Encoder({ ignoreUndefined: true })

/** Packs plain data as MessagePack. Fields that are undefined are left out. */
export const pack = (value: unknown): Uint8Array => encoder.encode(value)

/** Unpacks what `pack` made of plain data, strictly. @throws {MalformedError} */
export const unpack = (bytes: Uint8Array, reader: Reader): unknown => {
  guardPacked(bytes, reader)
  return decode(bytes)
}

/** What a schema makes of data that came from outside. The error names the place, never the content. @throws {MalformedError} */
export const parseAs = <const S extends v.GenericSchema>(
  schema: S,
  data: unknown,
  reader: Reader,
): v.InferOutput<S> => {
  const result = v.safeParse(schema, data, { abortEarly: true })
  if (result.success) return result.output
  throw new MalformedError(reader, 'schema', v.getDotPath(result.issues[0]) ?? undefined)
}
