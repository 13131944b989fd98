import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { AgentSession } from '../driver.ts'
import { identify } from '../process/identity.ts'
import type { Bench } from './agent-suite.ts'
import { begin, run } from './recorder.ts'

/** How long a real agent may take to say what it left running, or that it has ended. */
const SOON = { timeout: 15_000, interval: 20 }

/** What becomes of the command that runs when a turn is stopped. */
export type Leaves = { stopped: 'goes on' | 'ends' }

/** What a driver must do whose agent leaves commands running when it goes on. */
export function backgroundSuite(bench: () => Bench, { stopped }: Leaves): void {
  let count = 0
  const at = (name: string): string => join(bench().place.repo, name)
  const open = (): Promise<AgentSession> =>
    bench().driver.openSession({ cwd: bench().place.repo, title: 'background' })
  const isAlive = (pid: number): boolean => identify(pid) !== null

  /** Has the agent leave a command running; the process that it is. */
  const leave = async (session: AgentSession, rest: string): Promise<{ command: string; pid: number }> => {
    count += 1
    const file = `pid-${count}.txt`
    const command = `echo $$ > ${file}; ${rest}`
    const { sink, done } = begin(session, `[[bash cmd="${command}" bg=1 esc=1]] [[text n=1]]`)
    const request = await sink.nextRequest()
    if (request.kind === 'permission') await request.reply({ allow: true })
    await done
    expect(sink.how).toMatchObject({ outcome: 'completed' })
    expect(sink.breaches).toEqual([])
    await vi.waitFor(
      () => expect(existsSync(at(file)) && readFileSync(at(file), 'utf8')).toMatch(/\d\n/),
      SOON,
    )
    return { command, pid: Number(readFileSync(at(file), 'utf8')) }
  }
  const listed = (session: AgentSession, ...titles: string[]): Promise<void> =>
    vi.waitFor(() => expect(session.view.tasks.map(({ title }) => title)).toEqual(titles), SOON)
  const gone = (pid: number): Promise<void> => vi.waitFor(() => expect(isAlive(pid)).toBe(false), SOON)

  it('lists a command for as long as it runs, over the turns, and ends it when it is told to', async () => {
    const session = await open()
    const { command, pid } = await leave(session, 'sleep 300; echo over')
    await listed(session, command)
    expect((await run(session, '[[text n=1]]')).text()).toContain('w0 ')
    await listed(session, command)
    expect(isAlive(pid)).toBe(true)
    await session.stopTask(session.view.tasks[0]?.id ?? '')
    expect(session.view.tasks).toEqual([])
    await gone(pid)
    expect((await run(session, '[[text n=1]]')).text()).toContain('w0 ')
    expect(session.view.tasks).toEqual([])
    await session.close()
  })

  it('ends the one of two that was meant, and sees the other’s end by itself', async () => {
    const session = await open()
    const go = `go-${count}.txt`
    const first = await leave(session, `until test -e ${go}; do sleep 0.1; done`)
    const second = await leave(session, 'sleep 301; echo over')
    await listed(session, first.command, second.command)
    await session.stopTask(session.view.tasks[1]?.id ?? '')
    await listed(session, first.command)
    await gone(second.pid)
    expect(isAlive(first.pid)).toBe(true)
    writeFileSync(at(go), '')
    await listed(session)
    await gone(first.pid)
    await session.close()
  })

  it('leaves nothing running when its session is closed, nor when the agent is killed', async () => {
    for (const end of ['close', 'kill'] as const) {
      const session = await open()
      const { command, pid } = await leave(session, 'sleep 302; echo over')
      await listed(session, command)
      const [agent] = bench().pids(bench().driver).slice(-1)
      if (end === 'close' || agent === undefined) await session.close()
      else process.kill(-agent, 'SIGKILL')
      await session.ended
      await gone(pid)
      expect(session.view.tasks).toEqual([])
    }
  })
  it(`lists a command that ${stopped === 'ends' ? 'ends with its stopped turn no longer' : 'a stopped turn leaves running, and ends it'}`, async () => {
    const session = await open()
    const command = 'echo $$ > stopped.txt; until test -e never; do sleep 0.1; echo . >> beats.txt; done'
    const { sink, done } = begin(session, `[[bash cmd="${command}" esc=1]] [[text n=1]]`)
    const request = await sink.nextRequest()
    if (request.kind === 'permission') await request.reply({ allow: true })
    // Codex ends one that has only just begun: it has to have run for 2 s.
    await vi.waitFor(
      () =>
        expect(existsSync(at('beats.txt')) && readFileSync(at('beats.txt'), 'utf8').length).toBeGreaterThan(
          40,
        ),
      SOON,
    )
    const pid = Number(readFileSync(at('stopped.txt'), 'utf8'))
    expect(session.view.tasks).toEqual([])
    await session.cancel()
    await done
    expect(sink.how).toEqual({ outcome: 'cancelled' })
    if (stopped === 'goes on') {
      await listed(session, command)
      expect(isAlive(pid)).toBe(true)
      await session.stopTask(session.view.tasks[0]?.id ?? '')
    }
    await listed(session)
    await gone(pid)
    await session.close()
  })
}
