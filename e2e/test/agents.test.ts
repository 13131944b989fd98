import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Done } from '../src/world/hearth.ts'
import { processesOf } from '../src/world/processes.ts'
import { until } from '../src/world/wait.ts'
import { useWorld } from './use-world.ts'

const world = useWorld()

const SECRET = 'a-key-of-alice'

const file = () => join(world().hearth.home, 'agents.json')
const errorOf = ({ values }: Done) => (values.at(-1)?.error as { code?: string } | undefined)?.code
const agentOf = ({ values }: Done, id: string) => values.find((agent) => agent.id === id)
const agents = (...args: string[]): Promise<Done> => world().hearth.run(['agents', ...args])

const program = (name: string, body: string): string => {
  const path = join(world().sandbox.root, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

/** What both ways of working have to do: through the running host agent, and on the files alone. */
const work = async (): Promise<void> => {
  const listed = await agents()
  expect(listed.code).toBe(0)
  expect(agentOf(listed, 'opencode')).toMatchObject({
    state: 'ready',
    version: expect.stringMatching(/^1\./),
  })
  expect(agentOf(listed, 'opencode-acp')).toMatchObject({
    state: 'disabled',
    todo: expect.stringContaining('enable'),
  })

  expect((await agents('enable', 'opencode-acp')).code).toBe(0)
  expect(agentOf(await agents(), 'opencode-acp')?.state).toBe('ready')
  expect((await agents('disable', 'opencode-acp')).code).toBe(0)

  const broken = program('broken', `echo "no licence for ${SECRET}" >&2; exit 3`)
  const added = await world().hearth.run(
    ['agents', 'add', 'mine', '--label', 'Mine', '--stdin', 'MY_KEY', '--', broken, '--acp'],
    SECRET,
  )
  expect([added.code, added.out.includes(SECRET)]).toEqual([0, false])
  expect(JSON.parse(readFileSync(file(), 'utf8')).custom).toEqual([
    { id: 'mine', label: 'Mine', command: broken, args: ['--acp'], env: { MY_KEY: SECRET } },
  ])
  const diagnosis = await agents('diagnose', 'mine')
  expect(diagnosis.code).toBe(5)
  expect(diagnosis.values[0]).toMatchObject({
    command: [broken, '--acp'],
    set: ['MY_KEY'],
    error: { code: 'agent.start_failed' },
    tail: ['no licence for [redacted]'],
  })
  expect(diagnosis.out + diagnosis.err).not.toContain(SECRET)

  for (const [args, code, exit] of [
    [['add', 'mine', '--', broken], 'agent.config', 1],
    [['add', 'codex', '--', broken], 'agent.config', 1],
    [['add', 'Not An Id', '--', broken], 'input.invalid', 2],
    [['add', 'other', '--env', 'NOT_SET_HERE', '--', broken], 'input.invalid', 2],
    [['remove', 'codex'], 'agent.config', 1],
    [['enable', 'nobody'], 'host.unknown_agent', 1],
    [['diagnose', 'nobody'], 'host.unknown_agent', 1],
  ] as const) {
    const refused = await agents(...args)
    expect([args, errorOf(refused), refused.code]).toEqual([args, code, exit])
  }
  expect((await agents('remove', 'mine')).code).toBe(0)
  expect(agentOf(await agents(), 'mine')).toBeUndefined()

  const before = readFileSync(file())
  writeFileSync(file(), '{"v": 1,\n "agents": {"opencode": {"modle": "x"}}}')
  await until('the file to be read', async () => (await agents()).code === 5)
  const wrong = await agents()
  expect(errorOf(wrong)).toBe('agent.config')
  expect(wrong.err).toContain('agents.opencode.modle')
  expect(agentOf(wrong, 'opencode')?.state).toBe('ready')
  expect(errorOf(await agents('disable', 'codex'))).toBe('agent.config')
  writeFileSync(file(), before)
  await until('the file to be read again', async () => (await agents()).code === 0)
}

it('agents are listed, switched, added, diagnosed and removed through the running host agent, and every device sees it', async () => {
  const alice = await world().device('alice')
  const states = () => alice.link.overview.value.agents.map(({ id, state }) => `${id} ${state}`)
  await work()
  await agents('enable', 'opencode-acp')
  await until('alice to see it', () => states().includes('opencode-acp ready'))
  writeFileSync(file(), '{')
  const errors = () => alice.link.overview.value.agents.map(({ error }) => error?.code)
  await until('alice to see that the file is wrong', () => errors().includes('agent.config'))
  expect((await world().hearth.run(['status'])).code).toBe(5)
  writeFileSync(file(), JSON.stringify({ v: 1, agents: { 'opencode-acp': { enabled: true } } }))
  await until('alice to see that it is well again', () => !errors().includes('agent.config'))
}, 120_000)

it('an agent over ACP does turns beside opencode’s server, and both end with the host, however it ends', async () => {
  const alice = await world().device('alice')
  for (const agent of ['opencode', 'opencode-acp']) {
    const session = alice.link.newId()
    const project = alice.link.overview.value.projects[0]?.id ?? ''
    await alice.link.call('new-session', { session, project, agent, place: 'main', title: agent })
    const transcript = alice.follow(session)
    const turn = await alice.prompt(session, '[[text say="here"]]')
    await transcript.reaches(turn, ['completed'])
    expect(transcript.answer(turn)).toBe('here')
    transcript.close()
  }
  const listed = await agents()
  expect([agentOf(listed, 'opencode')?.running, agentOf(listed, 'opencode-acp')?.running]).toEqual([1, 1])
  const opencodes = () =>
    processesOf(world().sandbox.root).filter(({ command }) => /bin\/opencode (serve|acp)/.test(command))
  expect(opencodes().length).toBe(2)
  await world().host.kill()
  const server = opencodes().find(({ command }) => command.includes('serve'))
  expect(server).toBeDefined()
  await world().host.start()
  await until('what was left to be gone', () => opencodes().every(({ pid }) => pid !== server?.pid))
}, 120_000)

it('agents are managed without a host agent too', async () => {
  await world().host.stop()
  rmSync(file(), { force: true })
  await work()
  await world().host.start()
}, 120_000)
