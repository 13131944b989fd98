import * as v from 'valibot'

/** Any bytes. `instance()` would narrow to one kind of buffer; every Uint8Array is welcome here. */
export const AnyBytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'Expected bytes')

/** At most `length` bytes. */
export const bytesUpTo = (length: number) =>
  v.pipe(
    AnyBytes,
    v.check((value) => value.length <= length, `Expected at most ${length} bytes`),
    v.metadata({ bytesUpTo: length }),
  )

/** Exactly `length` bytes. The length also stands as metadata, so that the wire hash sees it. */
export const bytes = (length: number) =>
  v.pipe(
    AnyBytes,
    v.check((value) => value.length === length, `Expected ${length} bytes`),
    v.metadata({ bytes: length }),
  )
