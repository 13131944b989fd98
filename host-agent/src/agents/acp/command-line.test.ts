import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toldFor } from './command-line.ts'

/** As real agents run a command, and how the system then shows it. */
const SHAPES: Record<string, (command: string) => string> = {
  itself: (command) => command,
  'Qwen Code': (command) => `bash -c ${command}`,
  Codex: (command) => `/bin/bash -lc ${command}`,
  'Codex in its sandbox': (command) => `codex-linux-sandbox --cwd /repo -- /bin/bash -c ${command}`,
  'Claude Code': (command) =>
    `/bin/bash -c source /home/alice/.claude/s.sh 2>/dev/null || true && eval '${command.replaceAll("'", `'"'"'`)}' < /dev/null && pwd -P >| /tmp/cwd`,
  'Gemini CLI': (command) =>
    `/usr/bin/bash -c shopt -u promptvars; _bgpids_file=/tmp/b\n(\n  trap 'jobs -p > x' EXIT\n${command}\n)\n__code=$?\nexit $__code`,
}

describe('the command that a process runs', () => {
  it.each(Object.entries(SHAPES))('is known by its command line: %s', (_, shape) => {
    const told = ['ls', "echo 'it' > a; sleep 9", 'npm run dev', 'a\nb; ls']
    for (const [index, command] of told.entries()) expect(toldFor(shape(command), told)).toBe(index)
  })

  it.each(Object.entries(SHAPES))('is never taken for a part of it: %s', (_, shape) => {
    for (const command of [
      'ls; rm -rf x',
      'rm -rf x; ls',
      "rm 'ls'",
      'rm x\nls',
      'bash -c ls; rm x',
      'lsof',
      'rm; bash -c ls',
    ])
      expect(toldFor(shape(command), ['ls', ' ', ''])).toBeUndefined()
  })

  it('is the longest of those that fit', () => {
    const line = SHAPES['Gemini CLI']?.('rm x\nls\n)\n(\necho') ?? ''
    expect(toldFor(line, ['ls', 'rm x\nls\n)\n(\necho'])).toBe(1)
  })

  it('is none that no call told', () => {
    expect(toldFor('node server.js', ['npm start'])).toBeUndefined()
    expect(toldFor('/bin/bash -c server', [])).toBeUndefined()
    expect(toldFor('', [''])).toBeUndefined()
  })

  it('is a told one whole, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...Object.values(SHAPES)),
        (command, shape) => {
          fc.pre(command.trim() !== '')
          expect(toldFor(shape(command.trim()), [command])).toBe(0)
        },
      ),
    )
  })
})
