import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startProcess } from '../acp/process.ts'
import { descendants, type Kin } from './descendants.ts'
import { Family } from './family.ts'
import { type Group, startGroup } from './group.ts'
import { identify } from './identity.ts'
import { notesFolder, noteUntil, sweepOrphans } from './orphan.ts'

const SOON = { timeout: 5_000, interval: 10 }

let home: string
const groups: Group[] = []
const left: number[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-family-'))
})
afterEach(async () => {
  await Promise.all(groups.splice(0).map((group) => group.stop()))
  for (const pid of left.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

const isAlive = (pid: number) => identify(pid) !== null

/** What agents do: a command in a group of its own. Its number stands in the file `name` when it runs. */
const AGENT = `
  const { spawn } = require('node:child_process')
  for (const [name, script] of Object.entries(JSON.parse(process.argv[1])))
    spawn('/bin/sh', ['-c', 'echo $$ > ' + name + '.new; mv ' + name + '.new ' + name + '; ' + script], {
      detached: true, stdio: 'ignore',
    })
  process.on('SIGTERM', () => process.exit(0))
  process.stdin.resume()
  setInterval(() => undefined, 1e6)
`
const argsFor = (commands: Record<string, string>) => ['-e', AGENT, JSON.stringify(commands)]

async function pidOf(name: string): Promise<number> {
  await vi.waitFor(() => expect(existsSync(join(home, name))).toBe(true), SOON)
  const pid = Number(readFileSync(join(home, name), 'utf8'))
  left.push(pid)
  return pid
}

/** An agent with its commands; how often each was noted and forgotten. */
function start(commands: Record<string, string>) {
  const quiet = () => undefined
  const group = startGroup({
    program: process.execPath,
    args: argsFor(commands),
    cwd: home,
    env: { PATH: process.env.PATH ?? '' },
    onOutput: quiet,
    onErrorOutput: quiet,
  })
  groups.push(group)
  const head = group.pid ?? 0
  const notes: string[] = []
  const family = new Family(head, (pid) => {
    notes.push(`noted ${pid}`)
    return () => notes.push(`forgot ${pid}`)
  })
  return { group, head, family, notes }
}

describe('the commands of an agent', () => {
  it('are known from a look on, and noted until they have ended', async () => {
    const { head, family, notes } = start({ one: 'exec sleep 300' })
    const one = await pidOf('one')
    expect(family.runs(one)).toBe(false)
    family.look()
    family.look()
    expect(family.runs(one)).toBe(true)
    expect([family.runs(head), family.runs(process.pid)]).toEqual([false, false])
    process.kill(one, 'SIGKILL')
    await vi.waitFor(() => expect(family.runs(one)).toBe(false), SOON)
    family.look()
    expect(notes).toEqual([`noted ${one}`, `forgot ${one}`])
  })

  it('are ended one by one, each with all below it, and nothing else is', async () => {
    const { family } = start({ one: 'sleep 300 & echo $! > child; wait', two: 'exec sleep 301' })
    const [one, two, child] = [await pidOf('one'), await pidOf('two'), await pidOf('child')]
    family.look()
    expect(await family.end(one)).toBe(true)
    expect([one, child, two].map(isAlive)).toEqual([false, false, true])
    expect([await family.end(one), family.runs(two)]).toEqual([false, true])
  })

  it('are killed where they don’t end when they are asked to', async () => {
    const { family } = start({ deaf: "trap '' TERM; sleep 300 & echo $! > child; wait; sleep 300" })
    const [deaf, child] = [await pidOf('deaf'), await pidOf('child')]
    family.look()
    expect(await family.end(deaf)).toBe(true)
    expect([deaf, child].map(isAlive)).toEqual([false, false])
  }, 15_000)

  it('are none of somebody else’s', async () => {
    const { family } = start({})
    const other = start({ one: 'exec sleep 300' })
    const one = await pidOf('one')
    family.look()
    expect([await family.end(one), await family.end(other.head), await family.end(process.pid)]).toEqual([
      false,
      false,
      false,
    ])
    family.endAll()
    expect([one, other.head].map(isAlive)).toEqual([true, true])
  })

  it('are ended with an agent that was killed, and no later ones of its number are', async () => {
    const { family, head, group, notes } = start({ one: 'exec sleep 300' })
    const one = await pidOf('one')
    family.look()
    process.kill(head, 'SIGKILL')
    await group.exited
    expect(isAlive(one)).toBe(true)
    family.endAll()
    await vi.waitFor(() => expect(isAlive(one)).toBe(false), SOON)
    family.look()
    expect(notes).toEqual([`noted ${one}`, `forgot ${one}`])
  })

  it('are ended by the next start after a crash of ours', async () => {
    const { head, group } = start({ one: 'exec sleep 300' })
    const one = await pidOf('one')
    const family = new Family(head, (pid) => noteUntil(home, 'claude', pid))
    family.look()
    process.kill(head, 'SIGKILL')
    await group.exited
    expect([isAlive(one), sweepOrphans(home)]).toEqual([true, 1])
    await vi.waitFor(() => expect(isAlive(one)).toBe(false), SOON)
  })

  it('are ended when the agent is stopped, though nobody had looked', async () => {
    const spec = { program: process.execPath, args: argsFor({ one: 'exec sleep 300' }), cwd: home }
    const channel = startProcess({ ...spec, env: { PATH: process.env.PATH ?? '' }, home, id: 'claude' })
    const one = await pidOf('one')
    await channel.stop()
    await channel.ended
    await vi.waitFor(() => expect(isAlive(one)).toBe(false), SOON)
    expect(readdirSync(notesFolder(home))).toEqual([])
  })
})

it('descendants are found at every depth, and only below', async () => {
  const { head } = start({ one: 'sh -c "sleep 300 & echo \\$! > child; wait" & wait' })
  const [one, child] = [await pidOf('one'), await pidOf('child')]
  const found = descendants(head)
  const pids = found.map(({ pid }) => pid)
  expect(pids).toEqual(expect.arrayContaining([one, child]))
  expect([pids.includes(head), pids.includes(process.pid)]).toEqual([false, false])
  expect(found.find(({ pid }) => pid === child)?.group).toBe(one)
  expect(descendants(child)).toEqual([])
})

describe('of the processes below an agent', () => {
  type Row = { parent: number; group: number; line: string; started?: string }

  /** An agent of number 10 with these processes; a test changes the table. */
  function agent(rows: Record<number, Row>) {
    const table = new Map(Object.entries(rows).map(([pid, row]) => [Number(pid), row]))
    table.set(10, { parent: 1, group: 10, line: 'node agent.js' })
    const below = (of: number): Kin[] =>
      [...table].flatMap(([pid, { parent, group }]) =>
        parent === of ? [{ pid, parent, group }, ...below(pid)] : [],
      )
    const notes: number[] = []
    const family = new Family(
      10,
      (pid) => {
        notes.push(pid)
        return () => notes.splice(notes.indexOf(pid), 1)
      },
      undefined,
      {
        descendants: below,
        identify: (pid) => {
          const row = table.get(pid)
          return row === undefined
            ? null
            : { started: row.started ?? 'boot:1', command: row.line, isExact: true }
        },
      },
    )
    const lines = () => family.commands().map(({ line }) => line)
    return { table, family, lines, notes }
  }
  const leads = (pid: number, line: string, parent = 10): Record<number, Row> => ({
    [pid]: { parent, group: pid, line },
  })
  const add = (table: Map<number, Row>, rows: Record<number, Row>) => {
    for (const [pid, row] of Object.entries(rows)) table.set(Number(pid), row)
  }

  it('those are its commands that began after its helpers and lead a group', () => {
    const { table, family, lines, notes } = agent({
      11: { parent: 10, group: 10, line: '/opt/agent/native' },
      ...leads(12, 'mcp-server'),
    })
    family.settle()
    expect(lines()).toEqual([])
    add(table, {
      ...leads(20, 'bash -c npm run dev', 11),
      21: { parent: 20, group: 20, line: 'npm run dev' },
      ...leads(22, 'sleep 300', 12),
      23: { parent: 11, group: 10, line: 'late-mcp-server' },
      ...leads(24, 'not below', 1),
    })
    expect(lines()).toEqual(['bash -c npm run dev', 'sleep 300'])
    // Helpers are ended with the agent all the same.
    expect(notes).toEqual([12, 20, 22])
  })

  it('of one that began others only the topmost, until it has ended', () => {
    const { table, family, lines } = agent({})
    family.settle()
    add(table, {
      ...leads(20, 'make'),
      21: { parent: 20, group: 20, line: 'sh' },
      ...leads(22, 'server', 21),
    })
    expect(lines()).toEqual(['make'])
    table.delete(20)
    table.delete(21)
    add(table, leads(22, 'server', 1))
    expect(lines()).toEqual(['server'])
    table.delete(22)
    expect(lines()).toEqual([])
  })

  it('none is a command that is the agent or a helper, started anew', () => {
    const { table, family, lines } = agent(leads(12, 'mcp-server --port 1'))
    family.settle()
    table.delete(12)
    add(table, {
      ...leads(20, 'mcp-server --port 1'),
      ...leads(21, 'node agent.js'),
      ...leads(22, 'mcp-server'),
    })
    expect(lines()).toEqual(['mcp-server'])
  })

  it('a number that was given to another process is another command, and of another’s agent none', () => {
    const { table, family, lines } = agent({})
    family.settle()
    add(table, leads(20, 'one'))
    expect(family.commands()).toEqual([{ pid: 20, started: 'boot:1', line: 'one' }])
    table.set(20, { parent: 10, group: 20, line: 'two', started: 'boot:2' })
    expect(family.commands()).toEqual([{ pid: 20, started: 'boot:2', line: 'two' }])
    table.set(20, { parent: 1, group: 20, line: 'three', started: 'boot:3' })
    expect(lines()).toEqual([])
    add(table, leads(21, 'four'))
    table.set(10, { parent: 1, group: 10, line: 'another', started: 'boot:9' })
    expect(lines()).toEqual([])
  })

  it('one is not ended where it is no longer the process that was seen', async () => {
    const { family } = start({ one: 'exec sleep 300' })
    const one = await pidOf('one')
    const [seen] = family.commands()
    expect(await family.end(one, `${seen?.started}0`)).toBe(false)
    expect(isAlive(one)).toBe(true)
    expect(await family.end(one, seen?.started)).toBe(true)
    expect(isAlive(one)).toBe(false)
  })

  it('a shell that has become its last command still is the same', () => {
    const { table, family } = agent({})
    family.settle()
    add(table, leads(20, 'bash -c a; exec b'))
    family.commands()
    add(table, leads(20, 'b'))
    expect(family.commands()).toEqual([{ pid: 20, started: 'boot:1', line: 'b' }])
  })
})
