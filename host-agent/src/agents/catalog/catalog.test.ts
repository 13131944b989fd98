import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeAgent } from '../../sessions/testing/fake-driver.ts'
import type { AgentDriver, AgentSession } from '../driver.ts'
import { Catalog } from './catalog.ts'
import { BUILT_IN } from './entries/index.ts'
import { makeDriver, waysOf } from './make-driver.ts'
import { plansOf } from './plan.ts'
import { settingsFile } from './read-settings.ts'

let folder: string
let home: string
let agents: { agent: FakeAgent; version: string | null; stopped: boolean }[]
const open: Catalog[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-catalog-'))
  home = join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  agents = []
  // Else the real one, which comes with the installation, is asked each time.
  program('opencode', 'echo 1.18.33')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((catalog) => catalog.close()))
  rmSync(folder, { recursive: true, force: true })
})

/** A program on the PATH of the tests. */
function program(name: string, script: string): string {
  const path = join(folder, 'bin', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

/** A program that tells its version when it may. */
function gated(name: string): () => void {
  const gate = join(folder, 'gate')
  execFileSync('mkfifo', [gate])
  program(name, `cat ${gate} >/dev/null; echo 2.6.0`)
  return () => writeFileSync(gate, '')
}

const settle = (settings: object) =>
  writeFileSync(settingsFile(home), JSON.stringify({ v: 1, ...settings }), { mode: 0o600 })

const environment = () => ({ PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: join(folder, 'person') })

function catalog(): Catalog {
  const made = new Catalog({
    home,
    environment: environment(),
    makeDriver: (plan, found) => {
      const agent = new FakeAgent()
      const own = { agent, version: found.version, stopped: false }
      agents.push(own)
      const driver: AgentDriver = agent.driver(plan.entry.id)
      return {
        ...driver,
        stop: async () => {
          own.stopped = true
        },
      }
    },
  })
  open.push(made)
  return made
}

const seen = (made: Catalog, id: string) => made.list().find((agent) => agent.id === id)
const driverOf = (made: Catalog, id: string): AgentDriver => {
  const driver = made.driver(id)
  if (driver === undefined) throw new Error(`no ${id}`)
  return driver
}
const session = (driver: AgentDriver): Promise<AgentSession> =>
  driver.openSession({ cwd: folder, title: 'x' })
const sink = () => ({
  accepted: vi.fn(),
  draft: vi.fn(),
  request: vi.fn(),
  requestGone: vi.fn(),
  joined: vi.fn(),
  settled: vi.fn(),
})

describe('the states of agents', () => {
  it('are told as they are found, each change once', async () => {
    program('codex-acp', 'echo codex-acp 2.6.0')
    program('gemini', 'echo "no licence" >&2; exit 3')
    const made = catalog()
    expect(made.list().map(({ state }) => state)).toEqual([
      ...BUILT_IN.slice(1).map(() => 'loading'),
      'disabled',
    ])
    const changed = vi.fn()
    made.onChange(changed)
    await made.start()
    expect(seen(made, 'codex')).toMatchObject({ state: 'ready', version: '2.6.0', running: 0, error: null })
    expect(seen(made, 'gemini')).toMatchObject({ state: 'error', error: { code: 'agent.start_failed' } })
    expect(seen(made, 'gemini')?.error?.message).toContain('status 3')
    expect(seen(made, 'qwen')).toMatchObject({ state: 'missing', error: null })
    expect(seen(made, 'opencode-acp')?.state).toBe('disabled')
    const told = changed.mock.calls.length
    await made.start()
    expect(changed).toHaveBeenCalledTimes(told)
  })

  it('say where a program was looked for when the person named it, or when there is no other', async () => {
    settle({ agents: { codex: { program: '/nowhere/codex-acp' }, opencode: { enabled: false } } })
    const made = catalog()
    await made.start()
    expect(seen(made, 'codex')).toMatchObject({ state: 'missing', error: { code: 'agent.not_found' } })
    expect(seen(made, 'codex')?.error?.message).toContain('/nowhere/codex-acp')
    expect(seen(made, 'qwen')?.error?.message).toMatch(/“qwen” was not found.*npm install/)
  })

  it('ask a program for its version once for each state of its file, also across starts', async () => {
    const path = program('codex-acp', `echo x >> ${join(folder, 'asked')}; echo 2.6.0`)
    const asked = () => readFileSync(join(folder, 'asked'), 'utf8').length / 2
    await catalog().start()
    await catalog().start()
    expect(asked()).toBe(1)
    writeFileSync(path, readFileSync(path, 'utf8').replace('2.6.0', '2.7.10'))
    const made = catalog()
    await made.start()
    expect([asked(), seen(made, 'codex')?.version]).toEqual([2, '2.7.10'])
  })

  it('go by the settings that are in force, whichever look ends last', async () => {
    const open = gated('codex-acp')
    const made = catalog()
    const before = made.start()
    settle({ agents: { codex: { program: program('other-codex', 'echo 3.0.0') } } })
    await vi.waitFor(() => expect(seen(made, 'codex')).toMatchObject({ state: 'ready', version: '3.0.0' }))
    open()
    await before
    expect(seen(made, 'codex')).toMatchObject({ state: 'ready', version: '3.0.0' })
  })

  it('take the version of a package whose program tells none', async () => {
    const package_ = join(folder, 'node_modules/pi-acp')
    mkdirSync(join(package_, 'dist'), { recursive: true })
    writeFileSync(join(package_, 'package.json'), '{"name":"pi-acp","version":"0.0.34"}')
    writeFileSync(join(package_, 'dist/index.js'), '')
    program('pi-acp', 'exec node  "$basedir/../node_modules/pi-acp/dist/index.js" "$@"')
    program('pi', 'echo 1')
    const made = catalog()
    await made.start()
    expect(seen(made, 'pi')).toMatchObject({ state: 'ready', version: '0.0.34' })
    rmSync(join(folder, 'bin/pi'))
    await made.start()
    expect(seen(made, 'pi')?.state).toBe('missing')
    expect(made.reports().find(({ id }) => id === 'pi')?.todo).toContain('pi-coding-agent')
  })
})

describe('a driver of the catalog', () => {
  it('is made when it is first needed, once for all sessions', async () => {
    program('codex-acp', 'echo 2.6.0')
    const made = catalog()
    const driver = driverOf(made, 'codex')
    expect(agents).toEqual([])
    const [one] = [await session(driver), await session(driver)]
    expect([agents.length, seen(made, 'codex')?.running]).toEqual([1, 2])
    await one.close()
    await vi.waitFor(() => expect(seen(made, 'codex')?.running).toBe(1))
  })

  it('fails by name where its program is not', async () => {
    const made = catalog()
    await expect(session(driverOf(made, 'codex'))).rejects.toMatchObject({ code: 'agent.not_found' })
    program('codex-acp', 'echo 2.6.0')
    await session(driverOf(made, 'codex'))
  })

  it('is none for an agent that does not exist, and refused for one that is switched off', () => {
    settle({ agents: { codex: { enabled: false } } })
    const made = catalog()
    expect(made.driver('nobody')).toBeUndefined()
    expect(() => made.driver('codex')).toThrow(expect.objectContaining({ code: 'agent.disabled' }))
  })

  it('is replaced when its settings change, and lets go of the old one at once where no turn runs', async () => {
    program('codex-acp', 'echo 2.6.0')
    const made = catalog()
    const before = await session(driverOf(made, 'codex'))
    settle({ agents: { codex: { environment: { X: '1' } } } })
    await before.ended
    expect(agents[0]?.stopped).toBe(true)
    await session(driverOf(made, 'codex'))
    expect(agents.length).toBe(2)
  })

  it('is never taken from under a turn: the old one ends when its last turn has', async () => {
    program('codex-acp', 'echo 2.6.0')
    const made = catalog()
    const before = await session(driverOf(made, 'codex'))
    const heard = sink()
    const turn = before.prompt({ key: 'k', content: [{ type: 'text', text: 'go' }] }, heard)
    made.enable('codex', false)
    expect(seen(made, 'codex')).toMatchObject({ state: 'disabled', running: 1 })
    expect(agents[0]?.stopped).toBe(false)
    agents[0]?.agent.turn.accept().settle()
    await turn
    await before.ended
    expect(heard.settled).toHaveBeenCalledTimes(1)
    expect(agents[0]?.stopped).toBe(true)
    await vi.waitFor(() => expect(seen(made, 'codex')?.running).toBe(0))
  })

  it('is not one of settings that have changed while the program was looked at', async () => {
    const open = gated('codex-acp')
    const made = catalog()
    const opening = session(driverOf(made, 'codex'))
    made.enable('codex', false)
    open()
    await expect(opening).rejects.toMatchObject({ code: 'agent.disabled' })
    expect(agents).toEqual([])
  })

  it('is replaced when its program has become another version', async () => {
    const path = program('codex-acp', 'echo 2.6.0')
    const made = catalog()
    await session(driverOf(made, 'codex'))
    writeFileSync(path, '#!/bin/sh\necho 2.10.0\n')
    await session(driverOf(made, 'codex'))
    expect(agents.map(({ version }) => version)).toEqual(['2.6.0', '2.10.0'])
    expect(agents[0]?.stopped).toBe(true)
  })

  it('chooses what the person has set, where the agent offers it', async () => {
    program('codex-acp', 'echo 2.6.0')
    settle({ agents: { codex: { mode: 'read-only', model: 'nothing' } } })
    const log: string[] = []
    const chosen: string[][] = []
    const option = { id: 'm', name: 'Mode', category: 'mode', description: null, value: 'auto' } as const
    const choices = [{ value: 'read-only', name: 'Read only', description: null, group: null }]
    const made = new Catalog({
      home,
      environment: environment(),
      log: (line) => log.push(line),
      makeDriver: (plan) => {
        const driver = new FakeAgent().driver(plan.entry.id)
        return {
          ...driver,
          openSession: async (spec) => ({
            ...(await driver.openSession(spec)),
            view: { options: [{ ...option, choices }], commands: [], tasks: [], context: null },
            setOption: async (...choice) => void chosen.push(choice),
          }),
        }
      },
    })
    open.push(made)
    await session(driverOf(made, 'codex'))
    expect(chosen).toEqual([['m', 'read-only']])
    expect(log.join()).toContain('codex has no model nothing')
  })
})

describe('agents that a person adds', () => {
  const mine = { id: 'mine', label: 'Mine', command: 'my-agent' }

  it('are there as long as they are in the file', async () => {
    program('my-agent', 'exit 1')
    const made = catalog()
    made.add(mine)
    await vi.waitFor(() =>
      expect(seen(made, 'mine')).toMatchObject({ kind: 'custom', state: 'ready', version: null }),
    )
    await session(driverOf(made, 'mine'))
    made.remove('mine')
    expect(seen(made, 'mine')).toBeUndefined()
    await vi.waitFor(() => expect(agents[0]?.stopped).toBe(true))
  })

  it('stay while the file can’t be read, and every agent says what is wrong', async () => {
    program('my-agent', '')
    settle({ custom: [mine] })
    const made = catalog()
    await made.start()
    writeFileSync(settingsFile(home), '{', { mode: 0o600 })
    await vi.waitFor(() => expect(made.configError()).not.toBeNull())
    expect(seen(made, 'mine')).toMatchObject({ state: 'ready', error: { code: 'agent.config' } })
    await session(driverOf(made, 'mine'))
  })
})

describe('how an agent is driven', () => {
  const [opencode] = plansOf({
    v: 1,
    agents: { opencode: { model: 'a/b/c', mode: 'plan', environment: { X: null } } },
  })
  const found = (version: string | null) => ({ path: '/bin/opencode', stamp: 's', version })

  it('follows the version of opencode: its server’s API is another one from 2 on', () => {
    if (opencode === undefined) throw new Error('no opencode')
    expect(
      ['1.18.33', null, '2.0.0-beta.1', '10.1.0'].map((version) => waysOf(opencode, found(version))),
    ).toEqual(['server', 'server', 'acp', 'acp'])
    const place = { home, person: {} }
    expect(makeDriver(opencode, found('1.18.33'), place)).toMatchObject({ id: 'opencode', process: 'shared' })
    expect(makeDriver(opencode, found('2.0.0'), place)).toMatchObject({
      id: 'opencode',
      process: 'per-session',
    })
  })
})

describe('the entries', () => {
  it('have ids of their own, and say how to get and sign in to each', () => {
    expect(new Set(BUILT_IN.map(({ id }) => id)).size).toBe(BUILT_IN.length)
    for (const { install, signIn } of BUILT_IN)
      expect([install, signIn].every((words) => words.length > 10)).toBe(true)
  })

  it('tell how opencode takes a steered prompt before it was started', async () => {
    const made = new Catalog({ home, environment: environment() })
    open.push(made)
    await made.start()
    expect(seen(made, 'opencode')).toMatchObject({ running: 0, can: { steering: 'joins' } })
    expect(driverOf(made, 'opencode').abilities()).toMatchObject({ steering: 'joins' })
  })

  it('start nothing when they are listed', () => {
    catalog().list()
    expect(existsSync(join(home, 'cache'))).toBe(false)
  })
})
