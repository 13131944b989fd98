import { expect, it } from 'vitest'
import { heapAround, longestTask } from '../../../src/bench/app/session.ts'
import { withSessionPage } from '../../../src/bench/app/session-page.ts'
import { findChromium } from '../../../src/browser/program.ts'

/** Longest task of the page that nobody feels, ms; of the processor, so that a busy machine changes nothing. */
const TASK_MS = 50
/** Memory that may stay once a long session was closed. */
const LEFT = 1.1

it('nothing of a long session is felt while text streams into it, and nothing of it stays', async (context) => {
  const found = findChromium()
  if ('missing' in found) {
    if (found.required) throw new Error(found.missing)
    return context.skip(found.missing)
  }
  await withSessionPage(found.path, async (page) => {
    const { cpu, count } = await longestTask(page)
    expect(count, 'tasks in the trace').toBeGreaterThan(100)
    expect(cpu).toBeLessThan(TASK_MS)
    const { before, after } = await heapAround(page)
    expect(after / before).toBeLessThan(LEFT)
  })
})
