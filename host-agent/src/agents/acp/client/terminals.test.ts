import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLIENT_RELEASED_TERMINALS, CLIENT_TERMINALS } from '../../limits.ts'
import { PathGuard } from './path-guard.ts'
import { Terminals } from './terminals.ts'
import { GOING, makePlace, type Place, toldBy } from './testing.ts'
import type { Wish } from './wish.ts'

let place: Place
let permit: ReturnType<typeof vi.fn<(wish: Wish) => Promise<boolean>>>
let terminals: Terminals
/** Processes that are noted for clean-up after a crash of ours. */
const notes = new Set<number>()
const noted = (pid: number) => {
  notes.add(pid)
  return () => notes.delete(pid)
}
beforeEach(() => {
  place = makePlace()
  permit = vi.fn(async () => true)
  const environment = { PATH: process.env.PATH ?? '', HEARTH_SECRET: 's3cr3t', WHO: 'alice' }
  terminals = new Terminals({ guard: new PathGuard(place.root), environment, permit, now: () => 7, noted })
  terminals.setTurn(1)
})
afterEach(async () => {
  await terminals.close()
  place.remove()
})

const create = async (command: string, more: object = {}) =>
  (await terminals.create({ command, ...more }, GOING)).terminalId
const toldOnCreate = (params: object, signal = GOING) =>
  toldBy(() => terminals.create({ command: 'echo ran > ran', ...params }, signal))
const wait = (terminalId: string, signal = GOING) => terminals.waitForExit({ terminalId }, signal)
const output = (terminalId: string) => terminals.output({ terminalId })
const ran = () => fs.existsSync(join(place.root, 'ran'))

/** The number that a command printed first, once it did. */
async function printedPid(terminalId: string): Promise<number> {
  await vi.waitFor(() => expect(output(terminalId).output).toMatch(/^\d+\n/), { timeout: 5_000 })
  return Number.parseInt(output(terminalId).output, 10)
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A zombie waits for its parent to notice; it runs no more.
    return !/^\d+ \(.*\) Z/.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('a terminal', () => {
  it('is noted for as long as its command runs', async () => {
    const id = await create('echo $$; read line')
    expect([...notes]).toEqual([await printedPid(id)])
    await terminals.kill({ terminalId: id })
    await wait(id)
    expect([...notes]).toEqual([])
  })

  it('runs its command in the tree, with the agent’s environment and nothing of ours', async () => {
    const id = await create('pwd; echo "$WHO[$HEARTH_SECRET]"; echo oops >&2; exit 3')
    expect(await wait(id)).toEqual({ exitCode: 3, signal: null })
    const { output: text, ...rest } = output(id)
    expect(text.split('\n').toSorted()).toEqual(['', `${place.root}`, 'alice[]', 'oops'].toSorted())
    expect(rest).toEqual({ truncated: false, exitStatus: { exitCode: 3, signal: null } })
  })

  it('keeps the end of what is printed, as much as the agent asked for', async () => {
    const id = await create('printf "%s" "€uro and the end"', { outputByteLimit: 16 })
    await wait(id)
    expect(output(id)).toMatchObject({ output: 'uro and the end', truncated: true })
  })

  it('has no output while nothing is kept', async () => {
    const id = await create('echo hello', { outputByteLimit: 0 })
    await wait(id)
    expect(output(id)).toMatchObject({ output: '', truncated: true })
  })

  it('ends with all its children when it is killed, and tells how', async () => {
    const id = await create('sleep 300 & echo $!; wait')
    const child = await printedPid(id)
    expect(output(id).exitStatus).toBeNull()
    expect(isAlive(child)).toBe(true)
    await terminals.kill({ terminalId: id })
    expect(await wait(id)).toEqual({ exitCode: null, signal: 'SIGTERM' })
    await vi.waitFor(() => expect(isAlive(child)).toBe(false))
    expect(output(id).output).toContain(`${child}`)
  })

  it('ends when it is released; what it showed stays for its tool call', async () => {
    const id = await create('echo $$; sleep 300')
    const pid = await printedPid(id)
    await terminals.release({ terminalId: id })
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
    expect(terminals.text(id)).toContain(`${pid}`)
    for (const use of [() => output(id), () => wait(id), () => terminals.kill({ terminalId: id })])
      expect(await toldBy(use)).toBe('terminal.unknown')
  })

  it('ends, with a command that ended but left others behind, when the session closes', async () => {
    const [one, two] = [await create('echo $$; sleep 300'), await create('sleep 300 & echo $!')]
    const pids = [await printedPid(one), await printedPid(two)]
    expect(await wait(two)).toEqual({ exitCode: 0, signal: null })
    await terminals.close()
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]))
    expect(await toldOnCreate({})).toBe('session.closed')
    expect(ran()).toBe(false)
  })

  it('need not be waited for any longer than the agent wants', async () => {
    const id = await create('sleep 300')
    const stop = new AbortController()
    const told = toldBy(() => wait(id, stop.signal))
    stop.abort()
    expect(await told).toBe(-32800)
    expect(await toldBy(() => wait(id, AbortSignal.abort()))).toBe(-32800)
  })

  it('tells when there is more to see', async () => {
    const seen: string[] = []
    const stop = terminals.onOutput((id) => seen.push(id))
    const id = await create('echo hello')
    await wait(id)
    expect(new Set(seen)).toEqual(new Set([id]))
    expect(terminals.text(id)).toBe('hello\n')
    expect(terminals.text('none')).toBeNull()
    stop()
    const count = seen.length
    await wait(await create('echo hello'))
    expect(seen).toHaveLength(count)
  })
})

describe('a command of an agent', () => {
  it('is asked about exactly as it would run', async () => {
    fs.mkdirSync(join(place.root, 'sub'))
    await create('git', {
      args: ['commit', '-m', 'a b'],
      env: [{ name: 'X', value: '1' }],
      cwd: `${place.root}/sub`,
    })
    const command = `export X=1; git commit -m 'a b'`
    expect(permit).toHaveBeenCalledExactlyOnceWith(
      { type: 'command', command, cwd: join(place.root, 'sub') },
      GOING,
    )
  })

  it('does not run when it was not allowed, or taken back meanwhile', async () => {
    permit.mockResolvedValue(false)
    expect(await toldOnCreate({})).toBe('permission.denied')
    permit.mockResolvedValue(true)
    expect(await toldOnCreate({}, AbortSignal.abort())).toBe(-32800)
    expect(ran()).toBe(false)
  })

  it('does not run when the session closed while the person was asked', async () => {
    permit.mockImplementation(async () => {
      await terminals.close()
      return true
    })
    expect(await toldOnCreate({})).toBe('session.closed')
    expect(ran()).toBe(false)
  })

  it('does not run where its folder was exchanged while the person was asked', async () => {
    const sub = join(place.root, 'sub')
    fs.mkdirSync(sub)
    permit.mockImplementation(async () => {
      fs.renameSync(sub, `${sub}-old`)
      fs.mkdirSync(sub)
      return true
    })
    expect(await toldOnCreate({ cwd: sub })).toBe('path.moved')
    permit.mockImplementation(async () => {
      fs.rmdirSync(sub)
      fs.symlinkSync(place.outside, sub)
      return true
    })
    expect(await toldOnCreate({ cwd: sub })).toBe('path.outside')
    expect(fs.readdirSync(place.outside)).toEqual([])
  })

  it('runs nowhere outside of the tree, nor in git’s own data', async () => {
    fs.mkdirSync(join(place.root, '.git'))
    fs.writeFileSync(join(place.root, 'file'), '')
    const told = (cwd: string) => toldOnCreate({ cwd })
    expect(await told(place.outside)).toBe('path.outside')
    expect(await told('sub')).toBe('path.form')
    expect(await told(join(place.root, 'none'))).toBe(-32002)
    expect(await told(join(place.root, 'file'))).toBe('path.form')
    expect(await told(join(place.root, '.git'))).toBe('path.git')
    expect(permit).not.toHaveBeenCalled()
  })

  it.each([
    { command: '' },
    { command: 'a\0b' },
    { args: 'x' },
    { env: [{}] },
    { outputByteLimit: -1 },
    { cwd: 3 },
  ])('is refused as garbage: %j', async (params) => {
    expect(await toldOnCreate(params)).toBe(-32602)
    expect(permit).not.toHaveBeenCalled()
  })

  it('is refused when there are too many, those being asked about counted too', async () => {
    const answers: (() => void)[] = []
    permit.mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(false))))
    const told = Array.from({ length: CLIENT_TERMINALS }, () => toldOnCreate({}))
    expect(await toldOnCreate({})).toBe('terminal.too_many')
    for (const answer of answers) answer()
    expect(new Set(await Promise.all(told))).toEqual(new Set(['permission.denied']))
    permit.mockResolvedValue(true)
    const ids = await Promise.all(Array.from({ length: CLIENT_TERMINALS }, () => create('true')))
    expect(await toldOnCreate({})).toBe('terminal.too_many')
    await terminals.release({ terminalId: ids[0] })
    await create('true')
  })

  it('leaves its last words behind only so often', async () => {
    const ids: string[] = []
    for (let n = 0; n <= CLIENT_RELEASED_TERMINALS; n++) {
      const id = await create('exit')
      ids.push(id)
      await terminals.release({ terminalId: id })
    }
    expect(ids.map((id) => terminals.text(id) !== null)).toEqual(ids.map((_, n) => n > 0))
  }, 20_000)
})

describe('a command that outlives its turn', () => {
  it('is told as a task until it ends, and belongs to the turn that began it', async () => {
    const changed = vi.fn<() => void>()
    terminals.onTasks(changed)
    const id = await create(`sleep 300 # ${'x'.repeat(400)}`)
    await wait(await create('true'))
    expect(terminals.tasks()).toEqual([])
    expect(changed).not.toHaveBeenCalled()
    terminals.setTurn(null)
    expect(changed).toHaveBeenCalledOnce()
    const [task] = terminals.tasks()
    expect(terminals.tasks()).toHaveLength(1)
    expect(task).toMatchObject({ id, startedAt: 7, turn: 1 })
    expect(task?.title).toHaveLength(300)
    terminals.setTurn(2)
    expect(terminals.tasks()).toHaveLength(1)
    await terminals.stop(id)
    await wait(id)
    expect(terminals.tasks()).toEqual([])
    expect(changed.mock.calls.length).toBeGreaterThan(1)
    await expect(terminals.stop(id)).rejects.toMatchObject({ code: 'agent.unsupported' })
  })

  it('is one from its start, where no turn runs', async () => {
    terminals.setTurn(null)
    const id = await create('sleep 300')
    expect(terminals.tasks()).toMatchObject([{ id, turn: null }])
    await expect(terminals.stop('none')).rejects.toMatchObject({ code: 'agent.unsupported' })
  })
})
