import { HearthError } from '@hearth/shared/protocol'
import { until } from '@hearth/shared/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import { MAX_QUEUED_PUSHES, MAX_RETRY_WAIT_MS, PUSH_RETRIES_MS } from './limits.ts'
import { Outbox, type Parcel } from './outbox.ts'

let clock: ManualClock
let taken: string[]
let answers: (HearthError | 'hang')[]
let gone: string[]
let log: string[]
let outbox: Outbox
let release: () => void
beforeEach(() => {
  clock = new ManualClock()
  taken = []
  answers = []
  gone = []
  log = []
  outbox = new Outbox({
    clock,
    deliver: async (device, { text }) => {
      taken.push(`${device} ${text}`)
      const answer = answers.shift()
      if (answer === 'hang')
        await new Promise<void>((resolve) => {
          release = resolve
        })
      else if (answer !== undefined) throw answer
    },
    gone: (device) => gone.push(device),
    log: (line) => log.push(line),
  })
})

const parcel = (text: string, topic = text): Parcel => ({ topic, urgency: 'normal', ttl: 60, text })
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const failed = (code: ConstructorParameters<typeof HearthError>[0], retryAfter?: number) =>
  new HearthError(code, undefined, retryAfter === undefined ? {} : { retryAfter })

test('pushes to one device go one after the other, to others beside them', async () => {
  answers = ['hang']
  outbox.post('alice', parcel('1'))
  outbox.post('alice', parcel('2'))
  outbox.post('bob', parcel('3'))
  await settled()
  expect(taken).toEqual(['alice 1', 'bob 3'])
  release()
  await until(() => taken.length === 3, 'the second push')
  expect(taken.at(-1)).toBe('alice 2')
})

describe('what fails', () => {
  test.each([
    ['relay.unreachable', undefined],
    ['push.failed', 1],
    ['relay.rate', 1],
  ] as const)(
    'in passing (%s) is tried again, by stated waits, and then given up',
    async (code, retryAfter) => {
      for (let n = 0; n <= PUSH_RETRIES_MS.length; n++) answers.push(failed(code, retryAfter))
      outbox.post('alice', parcel('1'))
      await settled()
      for (const [at, wait] of PUSH_RETRIES_MS.entries()) {
        expect(clock.nextIn).toBe(wait)
        clock.advance(wait)
        await settled()
        expect(taken).toHaveLength(at + 2)
      }
      expect(clock.nextIn).toBeNull()
      expect(log).toEqual([`a push to alice was given up (${code})`])
    },
  )

  test('waits as long as it is asked to', async () => {
    answers = [failed('push.failed', 90_000)]
    outbox.post('alice', parcel('1'))
    await settled()
    expect(clock.nextIn).toBe(90_000)
  })

  test.each([
    ['push.failed', undefined],
    ['push.endpoint', undefined],
    ['push.none', undefined],
    ['host.internal', undefined],
    ['push.failed', MAX_RETRY_WAIT_MS + 1],
  ] as const)('for good (%s, %s) is not tried again, and the next one goes', async (code, retryAfter) => {
    answers = [failed(code, retryAfter)]
    outbox.post('alice', parcel('1'))
    outbox.post('alice', parcel('2'))
    await settled()
    expect(taken).toEqual(['alice 1', 'alice 2'])
    expect(gone).toEqual([])
  })

  test('because the device is gone is told', async () => {
    answers = [failed('push.gone')]
    outbox.post('alice', parcel('1'))
    await settled()
    expect(gone).toEqual(['alice'])
  })
})

describe('a newer push about the same', () => {
  test('replaces the one that waits, in its place', async () => {
    answers = ['hang']
    outbox.post('alice', parcel('1'))
    outbox.post('alice', parcel('2', 'same'))
    outbox.post('alice', parcel('3'))
    outbox.post('alice', parcel('4', 'same'))
    release()
    await until(() => taken.length === 3, 'the last push')
    expect(taken).toEqual(['alice 1', 'alice 4', 'alice 3'])
  })

  test('replaces the one that is to be tried again', async () => {
    answers = [failed('relay.unreachable')]
    outbox.post('alice', parcel('1', 'same'))
    await settled()
    outbox.post('alice', parcel('2', 'same'))
    clock.advance(PUSH_RETRIES_MS[0] ?? 0)
    await settled()
    expect(taken).toEqual(['alice 1', 'alice 2'])
  })

  test('that came while it was on its way lets it not be tried again', async () => {
    answers = ['hang']
    outbox.post('alice', parcel('1', 'same'))
    outbox.post('alice', parcel('2', 'same'))
    release()
    await until(() => taken.length === 2, 'the newer push')
    expect(taken).toEqual(['alice 1', 'alice 2'])
  })
})

describe('taken back', () => {
  test('it is unknown to the device only if it was never tried', async () => {
    answers = ['hang']
    outbox.post('alice', parcel('1'))
    outbox.post('alice', parcel('2'))
    expect(outbox.recall('alice', '2')).toBe(true)
    expect(outbox.recall('alice', '1')).toBe(false)
    expect(outbox.recall('alice', '3')).toBe(false)
    expect(outbox.recall('bob', '1')).toBe(false)
    release()
    await settled()
    expect(taken).toEqual(['alice 1'])
  })

  test('one that failed is not unknown', async () => {
    answers = [failed('relay.unreachable')]
    outbox.post('alice', parcel('1'))
    await settled()
    expect(outbox.recall('alice', '1')).toBe(false)
    clock.advance(PUSH_RETRIES_MS[0] ?? 0)
    await settled()
    expect(taken).toHaveLength(1)
  })
})

test('only so many wait for a device; the oldest gives way', async () => {
  answers = ['hang']
  outbox.post('alice', parcel('first'))
  for (let n = 0; n <= MAX_QUEUED_PUSHES; n++) outbox.post('alice', parcel(String(n)))
  expect(log).toHaveLength(1)
  release()
  await until(() => taken.at(-1) === `alice ${MAX_QUEUED_PUSHES}`, 'the last push')
  expect(taken).toHaveLength(1 + MAX_QUEUED_PUSHES)
  expect(taken).not.toContain('alice 0')
})

test('dropped or closed, nothing is sent any more', async () => {
  answers = [failed('relay.unreachable'), 'hang']
  outbox.post('alice', parcel('1'))
  await settled()
  outbox.drop('alice')
  outbox.post('bob', parcel('2'))
  outbox.post('bob', parcel('3'))
  outbox.close()
  release()
  await settled()
  expect(clock.nextIn).toBeNull()
  expect(taken).toEqual(['alice 1', 'bob 2'])
})
