import { describe, expect, it } from 'vitest'
import { loneBounds, uncheckedLimits } from './rules/limits.ts'
import { readRepository, type Source } from './rules/sources.ts'

const repository = readRepository()
const page = (...rooms: string[]): Source => ({
  path: 'docs/limits.md',
  text: rooms.map((room) => `<!-- limits ${room} -->`).join('\n'),
})

describe('every limits.ts has its table, and a test that compares them', () => {
  it('holds in this repository', () => {
    expect(repository.filter(({ path }) => path.endsWith('/limits.ts')).length).toBeGreaterThan(10)
    expect(uncheckedLimits(repository)).toEqual([])
  })

  it('finds a new room without either', () => {
    const room = { path: 'relay/src/queue/limits.ts', text: '' }
    const test = {
      path: 'relay/src/limits.test.ts',
      text: "import * as queue from './queue/limits.ts'\nexpect(checkLimitsDoc(page, 'relay/queue', queue))",
    }
    expect(uncheckedLimits([room, test])).toEqual([
      'docs/limits.md has no table for relay/src/queue/limits.ts',
    ])
    expect(uncheckedLimits([room, page('relay/queue')])).toEqual([
      'no test compares relay/src/queue/limits.ts with docs/limits.md',
    ])
    expect(uncheckedLimits([room, page('relay/queue'), test])).toEqual([])
  })
})

describe('bounds are named', () => {
  it('holds in this repository', () => expect(loneBounds(repository)).toEqual([]))

  it.each([
    'setTimeout(run, 500)',
    'setTimeout(() => {\n  run()\n}, 500)',
    'clock.after(1000 * n, run, 25)',
    'fetch(url, { signal: AbortSignal.timeout(5_000) })',
    'const options = { timeout: 10_000 }',
    'v.pipe(v.string(), v.maxLength(80))',
    'const MAX_ROWS = 20',
    'if (queue.length > 100) return',
    'text.slice(0, 200)',
  ])('refuses %s', (text) => {
    expect(loneBounds([{ path: 'relay/src/a.ts', text }])).toHaveLength(1)
  })

  it.each([
    'setTimeout(run, WAIT_MS)',
    'queueMicrotask(run)',
    'if (list.length > 1) return',
    'bytes.subarray(0, 320)',
    'const VERSION = 1',
    'const MAX_RISK = 4',
  ])('allows %s', (text) => {
    expect(loneBounds([{ path: 'relay/src/a.ts', text }])).toEqual([])
  })
})
