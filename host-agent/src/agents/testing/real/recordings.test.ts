import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from './installed.ts'

const FOLDER = join(REPOSITORY, 'host-agent/src/agents/acp/recordings')
/** A recording is read by people too. */
const LARGEST = 30 * 1024
/** What every agent was tried with. */
const ALWAYS = [
  'start',
  'text',
  'reasoning',
  'command-allowed',
  'edit-allowed',
  'cancel-streaming',
  'error-400',
  'load',
]

const files = readdirSync(FOLDER).flatMap((agent) =>
  readdirSync(join(FOLDER, agent)).map((name) => ({ agent, name, path: join(FOLDER, agent, name) })),
)

describe('the recordings of real agents', () => {
  it.each(readdirSync(FOLDER))('%s has one of everything that must work', (agent) => {
    for (const name of ALWAYS) expect(existsSync(join(FOLDER, agent, `${name}.jsonl`)), name).toBe(true)
  })

  it.each(files)('$agent $name is whole, small and tells nothing of a machine', ({ path }) => {
    const text = readFileSync(path, 'utf8')
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST)
    expect(text).not.toMatch(/hearth-record-|127\.0\.0\.1:\d{2,}/)
    for (const line of text.trim().split('\n')) {
      expect(JSON.parse(line)).toEqual({
        dir: expect.stringMatching(/^(?:in|out)$/),
        msg: expect.any(Object),
      })
    }
  })
})
