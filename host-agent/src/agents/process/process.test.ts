import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { agentEnvironment } from './environment.ts'
import { type Group, startGroup } from './group.ts'
import { locate } from './locate.ts'
import { Tail } from './tail.ts'

let folder: string
const groups: Group[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-process-'))
})
afterEach(async () => {
  await Promise.all(groups.splice(0).map((group) => group.stop()))
  rmSync(folder, { recursive: true, force: true })
})

function start(script: string): { group: Group; output: () => string } {
  let output = ''
  const add = (text: string) => {
    output += text
  }
  const env = { PATH: process.env.PATH ?? '' }
  const spec = {
    program: '/bin/sh',
    args: ['-c', script],
    cwd: folder,
    env,
    onOutput: add,
    onErrorOutput: add,
  }
  const group = startGroup(spec)
  groups.push(group)
  return { group, output: () => output }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    // A zombie waits for its parent to notice; it runs no more.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

it('a group that has ended is signalled once: its number may be another’s by now', async () => {
  const { group } = start('exit 0')
  await group.exited
  const kill = vi.spyOn(process, 'kill')
  try {
    await group.stop()
    const once = kill.mock.calls.length
    await group.stop()
    expect([once, kill.mock.calls.length]).toEqual([1, 1])
  } finally {
    kill.mockRestore()
  }
})

describe('the environment of an agent', () => {
  it('is the person’s own, less everything of ours, plus what the catalog sets (L5)', () => {
    const person = {
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'k',
      HEARTH_HOME: '/h',
      HEARTH_ANYTHING: 'x',
      GONE: undefined,
      OLD: '1',
    }
    expect(agentEnvironment(person, { MODE: 'quiet', OLD: null })).toEqual({
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'k',
      MODE: 'quiet',
    })
  })
})

describe('a program', () => {
  const program = (name: string) => {
    const path = join(folder, name)
    writeFileSync(path, '#!/bin/sh\n')
    chmodSync(path, 0o755)
    return path
  }

  it('is taken from its configured place alone', () => {
    const path = program('tool')
    const spec = { program: 'tool', path: folder, bundled: null }
    expect(locate({ ...spec, configured: path }).path).toBe(path)
    expect(locate({ ...spec, configured: '/nowhere/tool' })).toEqual({
      path: null,
      looked: ['/nowhere/tool'],
    })
  })

  it('is looked for on PATH, where folders and plain files do not count', () => {
    mkdirSync(join(folder, 'a/tool'), { recursive: true })
    mkdirSync(join(folder, 'b'))
    writeFileSync(join(folder, 'b/tool'), '')
    const path = program('tool')
    const dirs = [join(folder, 'a'), join(folder, 'b'), 'relative', folder].join(':')
    const found = locate({ program: 'tool', configured: null, path: dirs, bundled: null })
    expect(found).toEqual({ path, looked: [join(folder, 'a/tool'), join(folder, 'b/tool'), path] })
  })

  it('is reported with every place where it was not', () => {
    const bundled = { package: 'no-such-package', file: 'bin/tool' }
    const found = locate({ program: 'tool', configured: null, path: folder, bundled })
    expect(found).toEqual({ path: null, looked: [join(folder, 'tool'), 'package no-such-package'] })
  })
})

describe('a process group', () => {
  it('ends with its children, though they ignore being asked', async () => {
    const { group, output } = start(
      'trap "" TERM; (trap "" TERM; echo child; sleep 300) & echo $!; exec sleep 300',
    )
    await vi.waitFor(() => expect(output()).toMatch(/child/))
    const child = Number(/\d+/.exec(output())?.[0])
    expect(isAlive(child)).toBe(true)
    await group.stop()
    await vi.waitFor(() => expect(isAlive(child)).toBe(false))
  })

  it('tells how it ended, and that it could not be started', async () => {
    expect(await start('exit 3').group.exited).toEqual({ code: 3, signal: null, error: null })
    const none = { program: join(folder, 'none'), args: [], cwd: folder, env: {} }
    const exit = await startGroup({ ...none, onOutput: () => undefined, onErrorOutput: () => undefined })
      .exited
    expect(exit.error?.message).toContain('ENOENT')
  })
})

describe('the tail of a program’s output', () => {
  it('keeps the last lines, cut and without control characters', () => {
    const tail = new Tail([])
    for (let i = 0; i < 100; i++) tail.add(`line ${i}\n`)
    tail.add(`\u001b[31mred\u0007\n${'x'.repeat(10_000)}`)
    expect(tail.lines()).toHaveLength(41)
    expect(tail.lines()[0]).toBe('line 61')
    expect(tail.lines().at(-2)).toBe('red')
    expect(tail.lines().at(-1)?.length).toBe(500)
  })

  it('shows no secret: not ours, and not what looks like one (L5)', () => {
    const tail = new Tail(['s3cr3t'])
    tail.add('pass s3cr3t and sk-ant-REDACTED api_key=abc "token": "def" Authorization: Bearer ghi\n')
    for (const secret of ['s3cr3t', 'sk-ant', 'abc', 'def', 'ghi'])
      expect(tail.lines().join()).not.toContain(secret)
  })
})
