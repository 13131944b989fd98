import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Group, startGroup } from './group.ts'
import { identify } from './identity.ts'
import { forgetProcess, killOrphan, noteFile, noteProcess, notesFolder, sweepOrphans } from './orphan.ts'

let home: string
const groups: Group[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-orphan-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(groups.splice(0).map((group) => group.stop()))
  rmSync(home, { recursive: true, force: true })
})

function start(script = 'exec sleep 300'): { group: Group; pid: number } {
  const quiet = () => undefined
  const env = { PATH: process.env.PATH ?? '' }
  const args = ['-c', script]
  const group = startGroup({
    program: '/bin/sh',
    args,
    cwd: home,
    env,
    onOutput: quiet,
    onErrorOutput: quiet,
  })
  groups.push(group)
  return { group, pid: group.pid ?? 0 }
}

const isAlive = (pid: number) => identify(pid) !== null

/** Notes a process, with what a test wants to be otherwise. */
function noted(pid: number, otherwise: object = {}): string {
  const file = noteFile(home, 'codex', pid)
  noteProcess(file, pid)
  const note = { ...JSON.parse(readFileSync(file, 'utf8')), young: false, ...otherwise }
  writeFileSync(file, JSON.stringify(note))
  return file
}

it('that can’t be noted, as on a full disk, is run all the same', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const { pid } = start()
  const noFolder = join(home, 'file')
  writeFileSync(noFolder, '')
  const file = noteFile(noFolder, 'codex', pid)
  noteProcess(file, pid)
  vi.runAllTimers()
  forgetProcess(file)
  expect([isAlive(pid), existsSync(file)]).toEqual([true, false])
})

describe('what an earlier run has left', () => {
  it('is ended with its children, and its notes are gone', async () => {
    const orphans = [start('sleep 300 & exec sleep 300'), start('exec sleep 300')]
    for (const { pid } of orphans) {
      await vi.waitFor(() => expect(identify(pid)?.command).toBe('sleep 300'))
      noted(pid)
    }
    expect(sweepOrphans(home)).toBe(2)
    for (const { group } of orphans) expect(await group.exited).toMatchObject({ signal: 'SIGKILL' })
    expect(readdirSync(notesFolder(home))).toEqual([])
    expect(sweepOrphans(home)).toBe(0)
  })

  it.each([
    ['its start', { started: 'another boot:1' }],
    ['its command line', { command: 'sleep 301' }],
  ])('is left alone when its number belongs to another process now, as %s tells', (_what, otherwise) => {
    const { pid } = start()
    const file = noted(pid, otherwise)
    expect(sweepOrphans(home)).toBe(0)
    expect(isAlive(pid)).toBe(true)
    expect(existsSync(file)).toBe(false)
  })

  it('is known again when a script has become its interpreter since', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { pid, group } = start('while [ ! -e go ]; do :; done; exec sleep 300')
    const file = noteFile(home, 'codex', pid)
    noteProcess(file, pid)
    const before = readFileSync(file, 'utf8')
    writeFileSync(join(home, 'go'), '')
    while (identify(pid)?.command !== 'sleep 300') await new Promise((resolve) => setImmediate(resolve))
    vi.runAllTimers()
    expect(readFileSync(file, 'utf8')).not.toBe(before)
    expect(killOrphan(file)).toBe(true)
    expect(await group.exited).toMatchObject({ signal: 'SIGKILL' })
  })

  it('is known by its start while its note is young: we may be killed before a script becomes its interpreter', async (ctx) => {
    const { pid, group } = start('while [ ! -e go ]; do :; done; exec sleep 300')
    ctx.skip(identify(pid)?.isExact === false, 'this system tells a start to the second only')
    const file = noteFile(home, 'codex', pid)
    noteProcess(file, pid)
    writeFileSync(join(home, 'go'), '')
    while (identify(pid)?.command !== 'sleep 300') await new Promise((resolve) => setImmediate(resolve))
    expect(killOrphan(file)).toBe(true)
    expect(await group.exited).toMatchObject({ signal: 'SIGKILL' })
  })

  it('is held to its command line as soon as that was noted for the last time', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { pid } = start('while :; do :; done')
    const file = noteFile(home, 'codex', pid)
    noteProcess(file, pid)
    vi.runAllTimers()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid, young: false })
  })

  it('is not made of what was forgotten, though it is looked at again later', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { pid } = start()
    const file = noteFile(home, 'codex', pid)
    noteProcess(file, pid)
    forgetProcess(file)
    vi.runAllTimers()
    expect(existsSync(file)).toBe(false)
    expect(killOrphan(file)).toBe(false)
    expect(isAlive(pid)).toBe(true)
  })

  it('is not made of garbage, nor of what has ended', async () => {
    const { pid, group } = start('exit 0')
    await group.exited
    const gone = { pid, started: 'x', command: 'x' }
    mkdirSync(notesFolder(home), { recursive: true })
    const texts = ['', '{', '{"pid":1,"started":"x","command":"x"}', '{"pid":-5}', JSON.stringify(gone)]
    texts.forEach((text, at) => {
      writeFileSync(noteFile(home, 'codex', at), text)
    })
    writeFileSync(join(notesFolder(home), 'README'), 'not a note')
    expect(sweepOrphans(home)).toBe(0)
    expect(readdirSync(notesFolder(home))).toEqual(['README'])
  })

  it('is none where nothing ran', () => expect(sweepOrphans(home)).toBe(0))
})
