import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../../sessions/testing/manual-clock.ts'
import { sweepOrphans } from '../process/orphan.ts'
import { Supervisor } from './supervisor.ts'

let folder: string
let supervisors: Supervisor[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-supervisor-'))
  supervisors = []
})
afterEach(async () => {
  await Promise.all(supervisors.map((supervisor) => supervisor.stop()))
  rmSync(folder, { recursive: true, force: true })
})

/** A program that stands in for opencode. */
function fake(script: string): string {
  const path = join(folder, 'opencode')
  writeFileSync(path, script)
  chmodSync(path, 0o755)
  return path
}

/** A tiny server in opencode's place: `health` is what it answers on each path. */
function fakeServer(health: Record<string, string>, then = ''): string {
  return fake(`#!${process.execPath}
const http = require('node:http')
const health = ${JSON.stringify(health)}
const port = Number(process.argv[process.argv.indexOf('--port') + 1])
const expected = 'Basic ' + Buffer.from('opencode:' + process.env.OPENCODE_SERVER_PASSWORD).toString('base64')
http.createServer((request, response) => {
  response.statusCode = request.headers.authorization === expected ? 200 : 401
  response.end(health[request.url] ?? '<html>')
}).listen(port, '127.0.0.1', () => { console.log('opencode server listening on http://127.0.0.1:' + port); ${then} })
`)
}

function supervise(
  program: string | null,
  more: { onUp?: () => Promise<void>; path?: string; ms?: number; clock?: ManualClock } = {},
) {
  const log: string[] = []
  const down: string[] = []
  const clock = more.clock ?? new ManualClock()
  const supervisor = new Supervisor(
    {
      home: join(folder, 'home'),
      environment: { PATH: more.path ?? '/usr/bin:/bin', HEARTH_SECRET: 'x' },
      program,
      readyTimeoutMs: more.ms ?? 5_000,
      idleMs: 60_000,
      after: (ms, run) => clock.after(ms, run),
      log: (line) => log.push(line),
    },
    more.onUp ?? (async () => undefined),
    (why) => down.push(why),
  )
  supervisors.push(supervisor)
  return { supervisor, log, down }
}

const V1 = { '/global/health': '{"healthy":true,"version":"1.18.33"}' }

describe('the supervised opencode', () => {
  it('is reported missing with the places where it was looked for and how to get it', async () => {
    const { supervisor } = supervise(join(folder, 'none'))
    const error = await supervisor.server().catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'agent.not_found',
      message: expect.stringContaining('npm install -g'),
    })
    expect(error).toMatchObject({ message: expect.stringContaining(join(folder, 'none')) })
    expect(supervisor.state()).toMatchObject({ state: 'failed', error: { code: 'agent.not_found' } })
  })

  it('is reported when it ends at once, with its last words', async () => {
    const { supervisor } = supervise(fake('#!/bin/sh\necho "no license" >&2\nexit 4\n'))
    const error = await supervisor.server().catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'agent.start_failed', diagnostics: ['no license'] })
    expect(error).toMatchObject({ message: expect.stringContaining('status 4') })
  })

  it('is ended and reported when it prints garbage for ever', async () => {
    const program = fake(
      '#!/bin/sh\necho $$ > "$(dirname "$0")/pid"\nwhile :; do head -c 2000 /dev/urandom; done\n',
    )
    const { supervisor } = supervise(program, { ms: 300 })
    const error = await supervisor.server().catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'agent.start_failed',
      message: expect.stringContaining('did not answer'),
    })
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow()
  })

  it('is refused when it is a version that this driver does not know', async () => {
    const { supervisor } = supervise(fakeServer({ '/api/health': '{"version":"2.0.3"}' }))
    const error = await supervisor.server().catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'agent.unsupported_version',
      message: expect.stringContaining('2.0.3'),
    })
  })

  it('is ended again when nobody can listen to it', async () => {
    const onUp = async () => {
      throw new Error('no events')
    }
    const { supervisor, log } = supervise(fakeServer(V1), { onUp })
    await expect(supervisor.server()).rejects.toMatchObject({ code: 'agent.start_failed' })
    expect(supervisor.state().state).toBe('failed')
    await vi.waitFor(() => expect(log.join()).toContain('opencode ended'))
  })

  it('is started once for all who ask', async () => {
    const { supervisor, log } = supervise(fakeServer(V1))
    const [a, b] = await Promise.all([supervisor.server(), supervisor.server()])
    expect(a.pid).toBe(b.pid)
    expect((await supervisor.server()).pid).toBe(a.pid)
    expect(log.filter((line) => line.includes('is up'))).toHaveLength(1)
  })

  it('is started again after it was killed, and told of', async () => {
    const { supervisor, down } = supervise(fakeServer(V1))
    const first = await supervisor.server()
    process.kill(first.pid, 'SIGKILL')
    await vi.waitFor(() => expect(down).toHaveLength(1))
    expect(supervisor.state()).toMatchObject({ state: 'failed', error: { code: 'agent.exited' } })
    await vi.waitFor(() => expect(supervisor.state().state).toBe('ready'), { timeout: 5_000 })
    expect((await supervisor.server()).pid).not.toBe(first.pid)
  })

  it('is not started for ever when it keeps ending', { timeout: 30_000 }, async () => {
    const { supervisor, log } = supervise(fakeServer(V1, 'setTimeout(() => process.exit(9), 60)'))
    await supervisor.server()
    await vi.waitFor(() => expect(log.join()).toContain('started again when it is needed'), {
      timeout: 20_000,
    })
    expect(supervisor.state().state).toBe('failed')
    expect(log.filter((line) => line.includes('is up')).length).toBeLessThanOrEqual(6)
  })

  it('is gone after a stop, and no longer started', async () => {
    const { supervisor } = supervise(fakeServer(V1))
    const { pid } = await supervisor.server()
    await supervisor.stop()
    expect(() => process.kill(pid, 0)).toThrow()
    await expect(supervisor.server()).rejects.toMatchObject({ code: 'agent.exited' })
  })

  it('is let go when nobody has used it for a while, and is there again for who asks meanwhile', async () => {
    const clock = new ManualClock()
    const { supervisor, log, down } = supervise(fakeServer(V1), { clock })
    const use = () => supervisor.during(() => supervisor.server())
    const first = await use()
    clock.advance(59_999)
    expect(await use()).toBe(first)
    clock.advance(60_000)
    expect(supervisor.state()).toEqual({ state: 'stopped' })
    const second = await use()
    expect(second.pid).not.toBe(first.pid)
    expect(await first.exited).toMatchObject({ error: null })
    expect(supervisor.state()).toMatchObject({ state: 'ready', server: { pid: second.pid } })
    expect(down).toEqual([])
    expect(log.join()).toContain(`pid ${first.pid}, is let go`)
    // The second one is noted: the end of the first took nothing of it away.
    const note = JSON.parse(readFileSync(join(folder, `home/run/agents/opencode.${second.pid}.json`), 'utf8'))
    expect(note).toMatchObject({ pid: second.pid })
  })

  it('is gone after a stop that meets its being let go', async () => {
    const clock = new ManualClock()
    const { supervisor } = supervise(fakeServer(V1), { clock })
    const { pid } = await supervisor.during(() => supervisor.server())
    clock.advance(60_000)
    await supervisor.stop()
    expect(() => process.kill(pid, 0)).toThrow()
  })

  it('of an earlier run is found by its note', async () => {
    const { supervisor } = supervise(fakeServer(V1))
    const { exited } = await supervisor.server()
    expect(sweepOrphans(join(folder, 'home'))).toBe(1)
    expect(await exited).toMatchObject({ signal: 'SIGKILL' })
  })
})
