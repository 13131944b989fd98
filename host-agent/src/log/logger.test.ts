import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEEP_LOGS, MAX_ENTRY, MAX_LOG_BYTES } from './limits.ts'
import { createLogger } from './logger.ts'
import { followLines, lastLines } from './read.ts'

describe('the log', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'hearth-log-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('is one safe line an entry, for the owner only', () => {
    const logger = createLogger(home, expect.unreachable, () => 0)
    logger.warn('two\nlines\u202e')
    const [line = ''] = lastLines(logger.file, 5)
    expect(JSON.parse(line)).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'warn',
      text: 'two\\u{a}lines\\u{202e}',
    })
    expect(statSync(logger.file).mode & 0o077).toBe(0)
  })

  it('never grows beyond its files', () => {
    const logger = createLogger(home, expect.unreachable)
    const text = 'x'.repeat(MAX_ENTRY * 2)
    const entries = ((KEEP_LOGS + 2) * MAX_LOG_BYTES) / MAX_ENTRY
    for (let n = 0; n < entries; n++) logger.info(text)
    const files = readdirSync(join(home, 'logs'))
    expect(files).toHaveLength(KEEP_LOGS + 1)
    for (const file of files)
      expect(statSync(join(home, 'logs', file)).size).toBeLessThanOrEqual(MAX_LOG_BYTES)
  })

  it('does not stop the host when it can’t be written, and says so once', () => {
    const said: string[] = []
    const logger = createLogger(home, (text) => said.push(text))
    rmSync(join(home, 'logs'), { recursive: true })
    logger.info('one')
    logger.info('two')
    expect(said).toHaveLength(1)
  })

  it('can be followed into a new file', async () => {
    const logger = createLogger(home, expect.unreachable)
    logger.info('before')
    const seen: string[] = []
    const abort = new AbortController()
    const following = followLines(logger.file, (line) => seen.push(JSON.parse(line).text), abort.signal)
    logger.info('after')
    await until(() => seen.length === 1, 'the first line')
    rmSync(logger.file)
    createLogger(home, expect.unreachable).info('anew')
    await until(() => seen.length === 2, 'the line of the new file')
    abort.abort()
    await following
    expect(seen).toEqual(['after', 'anew'])
    expect(readFileSync(logger.file, 'utf8')).not.toContain('before')
  })
})
