import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ClosingReporter, { SUMMARY_FILE } from '../../../scripts/lib/closing-reporter.mjs'

/** As much of vitest's reported module as the reporter reads. */
function moduleOf(state: string, ...results: { state: string; note?: string }[]) {
  const module = { relativeModuleId: 'a.test.ts', state: () => state }
  const tests = results.map((result, index) => ({ module, fullName: `test ${index}`, result: () => result }))
  return { ...module, children: { allTests: () => tests } }
}

describe('the closing reporter', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-reporter-'))
    vi.stubEnv(SUMMARY_FILE, join(folder, 'summary.json'))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  function summaryOf(modules: unknown[], errors: unknown[] = [], testNamePattern?: RegExp): unknown {
    const reporter = new ClosingReporter()
    reporter.onInit({ config: { testNamePattern } })
    reporter.onTestRunEnd(modules, errors)
    return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))
  }

  it('tells explained skips from unexplained ones', () => {
    const module = moduleOf(
      'passed',
      { state: 'passed' },
      { state: 'skipped', note: 'no PostgreSQL' },
      { state: 'skipped' },
    )
    expect(summaryOf([module])).toEqual({
      passed: 1,
      failed: 0,
      skipped: [{ test: 'a.test.ts > test 1', reason: 'no PostgreSQL' }],
      unexplained: ['a.test.ts > test 2'],
    })
  })

  it('does not ask a name filter for reasons', () => {
    const module = moduleOf('passed', { state: 'passed' }, { state: 'skipped' })
    expect(summaryOf([module], [], /test 0/)).toMatchObject({ passed: 1, unexplained: [] })
  })

  it('counts failed tests, files that fail without one, and errors outside of tests', () => {
    const failing = moduleOf('failed', { state: 'failed' }, { state: 'failed' }, { state: 'passed' })
    expect(summaryOf([failing, moduleOf('failed')], [new Error('late')])).toMatchObject({
      passed: 1,
      failed: 4,
    })
  })
})
