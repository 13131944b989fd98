import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { closing } from '../../../scripts/lib/closing.mjs'
import { explainInstallFailure } from '../../../scripts/lib/install-errors.mjs'
import { LONG } from '../../../scripts/lib/longest-first.mjs'
import { isNodeNewEnough, requireNode } from '../../../scripts/lib/node-version.mjs'

describe('the Node check', () => {
  it.each([
    ['v18.20.4', false],
    ['v20.18.3', false],
    ['v20.19.0', true],
    ['v22.1.0', true],
    ['v24.0.0', true],
  ])('%s: %s', (version, enough) => expect(isNodeNewEnough(version)).toBe(enough))

  it('says which version is here and which is needed', () => {
    expect(() => requireNode('v18.0.0')).toThrow(
      /this is Node v18\.0\.0, and Hearth needs Node 20\.19 or newer/,
    )
  })
})

describe('a failed installation', () => {
  it.each([
    ['npm error code ENOTFOUND', 'could not be reached'],
    ['ERR_PNPM_META_FETCH_FAIL  GET x: request failed', 'could not be reached'],
    ['ENOSPC: no space left on device, write', 'disk is full'],
    ['EACCES: permission denied, mkdir', 'could not be written'],
    ['ERR_PNPM_OUTDATED_LOCKFILE  Cannot install', 'does not match'],
    ['spawn npx ENOENT', 'npx was not found'],
    ['something else', 'ended with code 7'],
  ])('%s is explained, and its own words kept', (output, cause) => {
    const message = explainInstallFailure(7, output)
    expect(message).toContain(cause)
    expect(message).toContain(output)
  })
})

describe('the closing lines', () => {
  const none = { passed: 0, failed: 0, skipped: [], unexplained: [] }
  const skip = (reason: string) => ({ reason })

  it('counts, and ends well', () => {
    expect(closing({ ...none, passed: 3 }, 0)).toEqual({
      lines: ['3 passed, 0 failed'],
      passed: 3,
      failed: 0,
      ok: true,
    })
  })

  it('says what was skipped and why, before the last line', () => {
    const skipped = [skip('no PostgreSQL'), skip('no Chromium'), skip('no PostgreSQL')]
    expect(closing({ ...none, passed: 1, skipped }, 0).lines).toEqual([
      'skipped 3: 2 × no PostgreSQL; 1 × no Chromium',
      '1 passed, 0 failed',
    ])
  })

  it.each([
    ['a failed test', { ...none, passed: 1, failed: 1 }, 1],
    ['a skip without a reason', { ...none, passed: 1, unexplained: ['a > b'] }, 0],
    ['no test at all', none, 0],
    ['a runner that failed for another reason', { ...none, passed: 1 }, 1],
    ['a runner that died', undefined, 137],
  ])('fails on %s', (_, summary, code) => {
    const result = closing(summary, code)
    expect(result.ok).toBe(false)
    expect(result.lines.at(-1)).toMatch(/^\d+ passed, 1 failed$/)
  })
})

it.each(LONG)('%s, which is begun first, is there', (file) => {
  expect(existsSync(new URL(`../../../${file}`, import.meta.url))).toBe(true)
})
