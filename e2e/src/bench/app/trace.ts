import type { Page } from 'playwright-core'

/** A task of a page's main thread, in ms: by the clock, and of the processor's time. */
export interface Task {
  readonly wall: number
  readonly cpu: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args: { readonly name?: string; readonly data?: { readonly message?: string } }
}

const MAIN = 'CrRendererMain'
/** What the page says into the trace where the work begins and ends. */
const BEGIN = 'hearth-begin'
const END = 'hearth-end'

/**
 * Chromium's own trace of what a page's main thread does during `work`: every task of it.
 * @throws when the trace does not show where the work began
 */
export const traceTasks = async (page: Page, work: () => Promise<unknown>): Promise<Task[]> => {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]))
  })
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()))
  const categories = 'toplevel,devtools.timeline,blink.user_timing,__metadata'
  await session.send('Tracing.start', { categories, transferMode: 'ReportEvents' })
  await page.evaluate((mark) => performance.mark(mark), BEGIN)
  await work()
  await page.evaluate((mark) => performance.mark(mark), END)
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return tasksOf(events)
}

const tasksOf = (events: readonly TraceEvent[]): Task[] => {
  const begin = events.find(({ name }) => name === BEGIN)
  const end = events.find(({ name }) => name === END)
  const isMain = ({ name, args, pid }: TraceEvent): boolean =>
    name === 'thread_name' && args.name === MAIN && pid === begin?.pid
  const main = events.find(isMain)
  if (begin === undefined || end === undefined || main === undefined)
    throw new Error('the trace does not show the page at work')
  return events
    .filter(
      ({ name, ph, pid, tid }) =>
        name.endsWith('RunTask') && ph === 'X' && pid === main.pid && tid === main.tid,
    )
    .filter(({ ts }) => ts >= begin.ts && ts <= end.ts)
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }))
}
