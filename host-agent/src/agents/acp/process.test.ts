import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ACP_MESSAGE_BYTES } from '../limits.ts'
import { notesFolder } from '../process/orphan.ts'
import { begin, run } from '../testing/recorder.ts'
import { AcpDriver, type AcpDriverSpec } from './driver.ts'
import { NO_QUIRKS } from './spec.ts'

const PROGRAM = fileURLToPath(new URL('../testing/fake-acp/program.mjs', import.meta.url))

let home: string
let driver: AcpDriver
const make = (more: Partial<AcpDriverSpec> = {}) =>
  new AcpDriver({
    id: 'fake',
    label: 'Fake',
    command: process.execPath,
    args: [PROGRAM],
    env: { MODE: 'quiet' },
    quirks: NO_QUIRKS,
    home,
    environment: { PATH: process.env.PATH, HEARTH_SECRET: 'ours' },
    ...more,
  })
const open = () => driver.openSession({ cwd: home, title: 'x' })

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-acp-')))
  driver = make()
})
afterEach(async () => {
  await driver.stop()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    // A zombie waits for its parent to notice; it runs no more.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('an agent’s process', () => {
  it('does one turn after another, and ends with its session', async () => {
    const session = await open()
    const [pid = 0] = driver.pids()
    expect((await run(session, 'say one')).text()).toBe('one')
    expect((await run(session, 'say two')).text()).toBe('two')
    expect(driver.pids()).toEqual([pid])
    expect(readdirSync(notesFolder(home))).toEqual([`fake.${pid}.json`])
    await session.close()
    await session.ended
    expect([isAlive(pid), driver.pids(), readdirSync(notesFolder(home))]).toEqual([false, [], []])
  })

  it('gets the person’s environment and its own, and nothing of ours', async () => {
    const names = (await run(await open(), 'environment')).text().split(' ')
    expect(names).toContain('MODE')
    expect(names.filter((name) => name.startsWith('HEARTH'))).toEqual([])
  })

  it('is heard to its last words when it ends', async () => {
    const session = await open()
    const sink = await run(session, 'crash')
    expect(sink.text()).toBe('last words')
    expect(sink.how).toEqual({
      outcome: 'failed',
      error: { code: 'agent.exited', message: 'Fake ended during this turn: it ended with status 3.' },
    })
    await session.ended
  })

  it('that ends before a sign of the prompt leaves it unknown', async () => {
    const session = await open()
    await expect(begin(session, 'vanish').done).rejects.toThrow('not known')
    await session.ended
  })

  it('is not listened to for longer than a message may be', { timeout: 30_000 }, async () => {
    const session = await open()
    const [pid = 0] = driver.pids()
    const before = process.memoryUsage().rss
    const sink = await run(session, 'huge 100')
    expect(sink.how).toMatchObject({
      outcome: 'failed',
      error: { code: 'agent.exited', message: expect.stringContaining('byte limit') },
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(6 * ACP_MESSAGE_BYTES)
    await session.ended
    expect(isAlive(pid)).toBe(false)
  })

  it('may print what is not ACP', async () => {
    expect((await run(await open(), 'garbage')).text()).toBe('still here')
  })

  it('is killed with its children when it does not stop', { timeout: 15_000 }, async () => {
    const session = await open()
    const { sink, done } = begin(session, 'child')
    await sink.until(() => sink.text() !== '')
    const child = Number(sink.text())
    expect(isAlive(child)).toBe(true)
    await session.kill()
    await done
    expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
    await vi.waitFor(() => expect(isAlive(child)).toBe(false))
  })

  it('stays when a turn is stopped', async () => {
    const session = await open()
    const before = driver.pids()
    const { sink, done } = begin(session, 'wait')
    await sink.until(() => sink.isAccepted)
    await session.cancel()
    await done
    expect(sink.how).toEqual({ outcome: 'cancelled' })
    expect((await run(session, 'say on')).text()).toBe('on')
    expect(driver.pids()).toEqual(before)
  })

  it('that reads nothing any more says so when it is stopped', { timeout: 15_000 }, async () => {
    driver = make({ args: [PROGRAM, '--deaf'] })
    const session = await open()
    // More than its pipe holds, so that a stop can't get past it.
    const { done } = begin(session, `say ${'x'.repeat(8_000_000)}`)
    await expect(session.cancel()).rejects.toMatchObject({ code: 'agent.unresponsive' })
    await session.kill()
    await expect(done).rejects.toThrow('not known')
  })

  it('that is not there is not found, with where it was looked for', async () => {
    driver = make({ command: 'no-such-agent', environment: { PATH: home } })
    await expect(driver.start()).rejects.toMatchObject({
      code: 'agent.not_found',
      diagnostics: [join(home, 'no-such-agent')],
    })
    expect(driver.health()).toMatchObject({ state: 'failed' })
  })

  it('that does not speak ACP fails its start, with what it said last', async () => {
    driver = make({ args: ['-e', 'console.error("usage: fake"); process.exit(2)'] })
    await expect(driver.start()).rejects.toMatchObject({
      code: 'agent.start_failed',
      message: 'Fake did not become ready: it ended with status 2.',
      diagnostics: ['usage: fake'],
    })
  })

  it('of every session ends with the driver', async () => {
    await open()
    await open()
    const pids = driver.pids()
    await driver.stop()
    expect(pids.map(isAlive)).toEqual([false, false])
    expect(driver.health()).toEqual({ state: 'stopped' })
  })
})
