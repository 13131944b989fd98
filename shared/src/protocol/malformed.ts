import { HearthError } from './error.ts'

/** Who reads: decides the code under which a refusal travels. */
export type Reader = 'host' | 'device'

/** Why bytes were not taken for a message. */
export const MALFORMED = {
  size: 'larger than allowed',
  truncated: 'ends too early',
  trailing: 'goes on after its end',
  depth: 'nested too deeply',
  type: 'holds a type that has no place here',
  key: 'holds a key that is not allowed',
  number: 'holds a number that is none, or not exact',
  schema: 'is not one of the messages',
  deflate: 'does not inflate',
  kind: 'is of an unknown kind',
  flags: 'has unknown flags',
  order: 'is not the next chunk of its message',
  total: 'does not have the size that it announced',
  streams: 'opens too many messages at once',
} as const
export type MalformedReason = keyof typeof MALFORMED

/** Bytes that are no message. Holds no content, only the place; code `host.malformed` or `device.malformed`. */
export class MalformedError extends HearthError {
  override name = 'MalformedError'
  readonly reason: MalformedReason
  constructor(reader: Reader, reason: MalformedReason, place?: string) {
    super(`${reader}.malformed`, `What arrived ${MALFORMED[reason]}${place ? ` (${place})` : ''}`)
    this.reason = reason
  }
}

/** Something of ours that is too large to be sent. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError'
  readonly bytes: number
  readonly limit: number
  constructor(bytes: number, limit: number) {
    super(`${bytes} bytes do not fit into ${limit}`)
    this.bytes = bytes
    this.limit = limit
  }
}
