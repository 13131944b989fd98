import type { Row } from '../row.ts'
import { median } from '../stats.ts'
import { type SessionPage, withSessionPage } from './session-page.ts'
import { traceTasks } from './trace.ts'

const SHORT = 100
const MIDDLE = 1_000
const LONG = 10_000
/** Messages into which text streams for the trace. */
const STREAMED = 5_000
const STREAM_PER_SECOND = 200
const STREAM_SECONDS = 5
/** Deltas of which a round takes the mean. */
const DELTAS = 400
/** Drawings of all that a naive screen does of which a round takes the mean: each takes long. */
const NAIVE = 5
/** Openings, and deltas that are timed to their paint, of which a round takes the median. */
const TIMES = 9

type Rounds = Row['rounds'][number][]

/** What a session's screen costs, as it gets longer. */
export interface SessionRounds {
  /** ms until a session is painted: 10,000 messages against 100. */
  readonly open: Rounds
  /** µs of script, style and layout per delta: 1,000 messages against 100. */
  readonly middle: Rounds
  /** The same of 10,000. */
  readonly long: Rounds
  /** The same of 1,000, against a screen that draws all of it anew. */
  readonly naive: Rounds
  /** ms from a delta's arrival to its paint: in a session of 10,000, against a text node in the same page. */
  readonly paint: Rounds
  /** Longest task in ms of the processor while text streams, against 50. */
  readonly task: Rounds
  /** Bytes of the heap after a session of 10,000 was closed, against before it was opened. */
  readonly memory: Rounds
}

/** Longest task that nobody feels, ms. */
const TASK_MS = 50

const medianOf = async ({ run }: SessionPage, call: string): Promise<number> => {
  const all: number[] = []
  for (let n = 0; n < TIMES; n++) all.push(await run(call))
  return median(all)
}

/** Longest task while text streams into a session, ms: of the processor, and by the clock. */
export const longestTask = async (of: SessionPage): Promise<{ cpu: number; wall: number; count: number }> => {
  await of.run(`open(${STREAMED})`)
  const tasks = await traceTasks(of.page, () => of.run(`stream(${STREAM_PER_SECOND}, ${STREAM_SECONDS})`))
  return {
    cpu: Math.max(0, ...tasks.map(({ cpu }) => cpu)),
    wall: Math.max(0, ...tasks.map(({ wall }) => wall)),
    count: tasks.length,
  }
}

/** Bytes of a page's heap once all garbage is gone. */
const heap = async (page: SessionPage['page']): Promise<number> => {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/** Memory around a long session that was opened, written into and closed, in bytes. */
export const heapAround = async ({ page, run }: SessionPage): Promise<{ before: number; after: number }> => {
  await run(`open(${SHORT})`)
  await run('close()')
  const before = await heap(page)
  await run(`open(${LONG})`)
  await run(`deltas(${DELTAS})`)
  await run('close()')
  return { before, after: await heap(page) }
}

/** Measures in one page, sides interleaved. */
export const measureSession = (program: string, rounds: number): Promise<SessionRounds> =>
  withSessionPage(program, async (of) => {
    const { run } = of
    const found: SessionRounds = {
      open: [],
      middle: [],
      long: [],
      naive: [],
      paint: [],
      task: [],
      memory: [],
    }
    for (const length of [SHORT, LONG]) await run(`open(${length})`)
    const delta = async (): Promise<number> => (await run(`deltas(${DELTAS})`)) * 1000
    for (let round = 0; round < rounds; round++) {
      const opened = await medianOf(of, `open(${SHORT})`)
      const baseline = await delta()
      await run(`open(${MIDDLE})`)
      const middle = await delta()
      found.middle.push({ ours: middle, baseline })
      found.naive.push({ ours: middle, baseline: (await run(`naive(${MIDDLE}, ${NAIVE})`)) * 1000 })
      found.open.push({ ours: await medianOf(of, `open(${LONG})`), baseline: opened })
      found.long.push({ ours: await delta(), baseline })
      found.paint.push({ ours: await medianOf(of, 'paint()'), baseline: await medianOf(of, 'barePaint()') })
      found.task.push({ ours: (await longestTask(of)).cpu, baseline: TASK_MS })
      const { before, after } = await heapAround(of)
      found.memory.push({ ours: after / 1e6, baseline: before / 1e6 })
    }
    return found
  })
