import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK_BYTES, chunk, FrameKind, parseChunk } from './envelope.ts'
import { MAX_FRAME_CONTENT, MAX_MESSAGE_BYTES } from './limits.ts'
import { type MalformedReason, OversizeError } from './malformed.ts'
import { Reassembler } from './reassembler.ts'
import { reason } from './testing.ts'

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i * 7)
const three = (stream = 1) => chunk(FrameKind.message, stream, bytes(CHUNK_BYTES * 2 + 5))
const at = (frames: readonly Uint8Array[], index: number): Uint8Array => frames[index] ?? new Uint8Array()
/** The frame with one byte written. */
const with_ = (frame: Uint8Array, index: number, value: number): Uint8Array => {
  const copy = frame.slice()
  copy[index] = value
  return copy
}

describe('round trips', () => {
  test.each([
    0,
    1,
    CHUNK_BYTES - 4,
    CHUNK_BYTES - 3,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    2 * CHUNK_BYTES - 4,
    100_000,
  ])('%i bytes', (size) => {
    const frames = chunk(FrameKind.live, 7, bytes(size))
    const reassembler = new Reassembler('device')
    const whole = frames.map((frame) => reassembler.push(frame))
    expect(whole.slice(0, -1).every((part) => part === null)).toBe(true)
    expect(whole.at(-1)).toEqual({ kind: FrameKind.live, bytes: bytes(size) })
    for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(MAX_FRAME_CONTENT)
    expect(frames.length === 1).toBe(size <= CHUNK_BYTES)
  })

  test('messages that come interleaved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (sizes, dice) => {
          const queues = sizes.map((size, i) => chunk(FrameKind.message, i, bytes(size)))
          const reassembler = new Reassembler('host')
          const done: number[] = []
          for (const die of dice) {
            const waiting = queues.filter((queue) => queue.length > 0)
            const frame = waiting[die % waiting.length]?.shift()
            if (!frame) break
            const whole = reassembler.push(frame)
            if (whole) done.push(whole.bytes.length)
          }
          expect(done.sort()).toEqual(sizes.sort())
        },
      ),
      { numRuns: 30 },
    )
  })

  test('the largest message, and none above', () => {
    const reassembler = new Reassembler('host')
    const last = chunk(FrameKind.message, 1, new Uint8Array(MAX_MESSAGE_BYTES)).map((frame) =>
      reassembler.push(frame),
    )
    expect(last.at(-1)?.bytes).toHaveLength(MAX_MESSAGE_BYTES)
    expect(() => chunk(FrameKind.message, 1, new Uint8Array(MAX_MESSAGE_BYTES + 1))).toThrow(OversizeError)
  })
})

describe('what no sender makes (Z1)', () => {
  const pushAll = (frames: readonly Uint8Array[]) => () => {
    const reassembler = new Reassembler('host')
    for (const frame of frames) reassembler.push(frame)
  }
  const announced = (total: number): Uint8Array => {
    const frame = at(three(), 0).slice()
    new DataView(frame.buffer).setUint32(10, total)
    return frame
  }

  test.each<[string, Uint8Array[], MalformedReason]>([
    ['nothing', [new Uint8Array()], 'truncated'],
    ['half a header', [at(three(), 0).subarray(0, 9)], 'truncated'],
    ['too long a chunk', [new Uint8Array(MAX_FRAME_CONTENT + 1)], 'size'],
    ['kind 0', [with_(at(three(), 0), 0, 0)], 'kind'],
    ['kind 3', [with_(at(three(), 0), 0, 3)], 'kind'],
    ['unknown flags', [with_(at(three(), 0), 5, 4)], 'flags'],
    ['a chunk without a first', [at(three(), 1)], 'order'],
    ['a chunk left out', [at(three(), 0), at(three(), 2)], 'order'],
    ['a chunk twice', [at(three(), 0), at(three(), 1), at(three(), 1)], 'order'],
    ['a first twice', [at(three(), 0), at(three(), 0)], 'order'],
    ['a chunk after the last', [...three(), at(three(), 2)], 'order'],
    ['a first that is not number 0', [with_(at(three(), 0), 9, 1)], 'order'],
    ['another kind midway', [at(three(), 0), with_(at(three(), 1), 0, FrameKind.live)], 'order'],
    ['a short chunk midway', [at(three(), 0), at(three(), 1).subarray(0, 100)], 'total'],
    ['a short first', [at(three(), 0).subarray(0, 100)], 'total'],
    ['a first without its total', [at(three(), 0).subarray(0, 12)], 'total'],
    ['an end too early', [at(three(), 0), with_(at(three(), 1), 5, 2)], 'total'],
    ['no end', [at(three(), 0), at(three(), 1), with_(at(three(), 2), 5, 0)], 'total'],
    ['a total that fits one frame', [announced(CHUNK_BYTES)], 'total'],
    ['a total above the bound', [announced(MAX_MESSAGE_BYTES + 1)], 'size'],
    ['too many at once', Array.from({ length: 9 }, (_, i) => at(three(i), 0)), 'streams'],
    [
      'too much at once',
      [1, 2, 3].map((stream) => with_(announced(MAX_MESSAGE_BYTES), 4, stream)),
      'streams',
    ],
  ])('%s', (_, frames, expected) => {
    expect(reason(pushAll(frames.slice(0, -1)))).toBeNull()
    expect(reason(pushAll(frames))).toBe(expected)
  })

  test('garbage gives typed errors only', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (frames) => {
        reason(pushAll(frames))
      }),
    )
  })

  test('a header tells all', () => {
    expect(parseChunk(at(three(0xfffffffe), 2), 'device')).toEqual({
      kind: FrameKind.message,
      stream: 0xfffffffe,
      first: false,
      fin: true,
      seq: 2,
      payload: bytes(CHUNK_BYTES * 2 + 5).subarray(-9),
    })
  })
})
