import type { QuietStatus } from '@hearth/shared/session'
import { beforeEach, describe, expect, test } from 'vitest'
import { AgentError, type AgentStatus } from '../agents/driver.ts'
import { QUIET_AGAIN_MS, QUIET_ASK_MS, QUIET_MS } from './limits.ts'
import { QuietWatch } from './quiet.ts'
import { ManualClock } from './testing/manual-clock.ts'

let clock: ManualClock
let began: number
let isWaiting: boolean
let asked: number
let status: () => Promise<AgentStatus>
let told: { since: number; status: QuietStatus }[]
let watch: QuietWatch
beforeEach(() => {
  clock = new ManualClock()
  began = clock.now()
  isWaiting = false
  asked = 0
  status = async () => 'busy'
  told = []
  watch = new QuietWatch({
    clock,
    waits: () => isWaiting,
    status: () => {
      asked += 1
      return status()
    },
    tell: (quiet) => told.push(quiet),
  })
})

const pass = async (ms: number): Promise<void> => {
  clock.advance(ms)
  await new Promise((resolve) => setImmediate(resolve))
}
const never = (): Promise<AgentStatus> => new Promise(() => undefined)

test('a turn that goes on is left alone', async () => {
  for (let n = 0; n < 20; n++) {
    await pass(QUIET_MS - 1)
    watch.heard()
  }
  expect(asked).toBe(0)
  expect(told).toEqual([])
})

test('after a while of silence the agent itself is asked, and that is told', async () => {
  await pass(1_000)
  watch.heard()
  await pass(QUIET_MS - 1)
  expect(asked).toBe(0)
  await pass(1)
  expect(told).toEqual([{ since: began + 1_000, status: 'busy' }])
})

test('while it lasts it is asked again, and the newest word told', async () => {
  await pass(QUIET_MS)
  status = async () => 'idle'
  await pass(QUIET_AGAIN_MS)
  await pass(QUIET_AGAIN_MS)
  expect(told).toEqual([
    { since: began, status: 'busy' },
    { since: began, status: 'idle' },
    { since: began, status: 'idle' },
  ])
})

describe('an agent that does not say', () => {
  test('anything at all is silent, after a bound', async () => {
    status = never
    await pass(QUIET_MS)
    await pass(QUIET_ASK_MS - 1)
    expect(told).toEqual([])
    await pass(1)
    expect(told).toEqual([{ since: began, status: 'silent' }])
  })

  test.each<[string, QuietStatus]>([
    ['agent.unresponsive', 'silent'],
    ['agent.unsupported', 'unknown'],
  ])('%s: %s', async (code, word) => {
    status = () => Promise.reject(new AgentError(code as 'agent.unresponsive', 'no'))
    await pass(QUIET_MS)
    expect(told).toEqual([{ since: began, status: word }])
  })

  test('and throws instead is unknown', async () => {
    status = () => {
      throw new Error('no')
    }
    await pass(QUIET_MS)
    expect(told).toEqual([{ since: began, status: 'unknown' }])
  })

  test('in time is not heard when it says it late', async () => {
    let answer: (status: AgentStatus) => void = () => undefined
    status = () => new Promise((resolve) => (answer = resolve))
    await pass(QUIET_MS)
    await pass(QUIET_ASK_MS)
    answer('busy')
    await pass(0)
    expect(told).toEqual([{ since: began, status: 'silent' }])
  })
})

test('news while it is asked makes the answer void, and silence counts from the news', async () => {
  let answer: (status: AgentStatus) => void = () => undefined
  status = () => new Promise((resolve) => (answer = resolve))
  await pass(QUIET_MS)
  watch.heard()
  answer('idle')
  await pass(0)
  expect(told).toEqual([])
  status = async () => 'busy'
  await pass(QUIET_MS - 1)
  expect(told).toEqual([])
  await pass(1)
  expect(told).toEqual([{ since: began + QUIET_MS, status: 'busy' }])
})

test('a turn that waits for a person is not quiet, and is given its time after', async () => {
  isWaiting = true
  await pass(5 * QUIET_MS)
  expect(asked).toBe(0)
  isWaiting = false
  watch.heard()
  await pass(QUIET_MS - 1)
  expect(asked).toBe(0)
  await pass(1)
  expect(asked).toBe(1)
})

test('a request that comes while the agent is asked makes the answer void', async () => {
  status = never
  await pass(QUIET_MS)
  isWaiting = true
  await pass(QUIET_ASK_MS)
  expect(told).toEqual([])
})

test('nothing is asked or told after the end', async () => {
  status = never
  await pass(QUIET_MS)
  watch.end()
  expect(clock.nextIn).toBeNull()
  await pass(5 * QUIET_MS)
  expect(asked).toBe(1)
  expect(told).toEqual([])
})

test('nothing is told when the end comes before the answer', async () => {
  let answer: (status: AgentStatus) => void = () => undefined
  status = () => new Promise((resolve) => (answer = resolve))
  await pass(QUIET_MS)
  watch.end()
  answer('busy')
  await pass(0)
  expect(told).toEqual([])
  expect(clock.nextIn).toBeNull()
})
