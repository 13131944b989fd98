import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLIENT_COMMAND_LENGTH } from '../../limits.ts'
import { commandLine } from './command-line.ts'
import { toldBy } from './testing.ts'

describe('a command line', () => {
  it('is the agent’s own, where it gave no words apart', () => {
    expect(commandLine({ command: 'npm test && echo "ok"' })).toBe('npm test && echo "ok"')
    expect(commandLine({ command: 'npm test', args: [], env: [] })).toBe('npm test')
  })

  it('is made of its words, of which none can become more than a word', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', ' ', "'", '"', '$', '`', '\\', '\n', ';', '*', '~', '-'),
    })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const line = commandLine({ command: process.execPath, args: ['-p', SHOW, '--', ...words] })
        const { code } = JSON.parse(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })) as {
          code: string[]
        }
        expect(code).toEqual(words)
      }),
      { numRuns: 8 },
    )
  })

  it('shows what the agent sets for it, and lets that hold for all of it', () => {
    const env = [{ name: 'WHO', value: "alice's" }]
    const line = commandLine({ command: 'echo $WHO; echo $WHO', env })
    expect(line).toBe(`export WHO='alice'\\''s'; echo $WHO; echo $WHO`)
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe("alice's\nalice's\n")
  })

  it('is refused where a variable’s name is a command, or it is too long to be asked about', async () => {
    const evil = [{ name: 'A; rm -rf x; B', value: '' }]
    expect(await toldBy(() => commandLine({ command: 'true', env: evil }))).toBe('terminal.form')
    const long = 'x'.repeat(CLIENT_COMMAND_LENGTH + 1)
    expect(await toldBy(() => commandLine({ command: long }))).toBe('terminal.form')
  })
})

/** Prints the words that it was given. */
const SHOW = 'JSON.stringify({ code: process.argv.slice(1) })'
