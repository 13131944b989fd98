import { beforeAll, expect, it } from 'vitest'
import { ownProgram } from '../../src/world/agents.ts'
import { AskedLog, remembered } from '../../src/world/asked.ts'
import type { Device } from '../../src/world/device.ts'
import { talkInTerminal } from '../../src/world/elsewhere.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { adoptOnly } from '../adopting.ts'
import { useWorld } from '../use-world.ts'

const asked = new AskedLog()
const world = useWorld(() => World.start({ onAsk: asked.onAsk }, {}, ['claude-code', 'gemini']))
let alice: Device
beforeAll(async () => {
  alice = await world().device('alice')
  await until(
    'the agents to be ready',
    () =>
      ['claude-code', 'gemini'].every((name) =>
        alice.link.overview.value.agents.some(({ id, state }) => id === name && state === 'ready'),
      ),
    { ms: 60_000, explain: () => JSON.stringify(alice.link.overview.value.agents) },
  )
})

it('a session made with Claude Code’s own command line is listed, adopted with its history, continued', async () => {
  const { repository, sandbox, model } = world()
  await talkInTerminal(ownProgram(sandbox.root, model.url, 'claude-code'), repository, [
    'the number is 4711 [[text say="noted in the terminal"]]',
    'read it [[read path="README.md"]] [[text say="read it all"]]',
  ])
  const { session, transcript } = await adoptOnly(alice, 'claude-code', 2)
  // Claude Code names a session by its last prompt.
  expect(transcript.state?.title).toContain('read it')
  expect([transcript.answer(1), transcript.answer(2)]).toEqual(['noted in the terminal', 'read it all'])
  expect(transcript.turn(2)?.blocks).toMatchObject([
    { type: 'tool', status: 'completed' },
    { type: 'message' },
  ])

  const next = await alice.prompt(session, 'continued by Hearth [[text say="and from afar"]]')
  expect(await transcript.settles(next)).toMatchObject({
    state: 'completed',
    agent: 'claude-code',
    memory: 'resumed',
    digest: null,
  })
  expect(transcript.answer(next)).toBe('and from afar')
  const sent = remembered(asked.last('continued by Hearth'))
  expect(sent).toMatch(/4711[\s\S]*noted in the terminal[\s\S]*read it all/)
  expect((await world().exported(session)).turns).toEqual(transcript.state?.settled)
})

it('Gemini, which can’t list its sessions, has none to adopt and says so of itself', async () => {
  const [project] = alice.link.overview.value.projects
  const of = { project: project?.id ?? '', agent: 'gemini' }
  expect(await alice.link.call('list-foreign', of, 60_000)).toMatchObject({ sessions: [] })
  const gemini = await until('what Gemini can do', () =>
    alice.link.overview.value.agents.find(({ id, can }) => id === 'gemini' && can !== null),
  )
  expect(gemini.can?.list).toBe(false)
  const adopted = alice.link.call(
    'adopt-session',
    { ...of, session: alice.link.newId(), foreign: 'none' },
    60_000,
  )
  await expect(adopted).rejects.toMatchObject({ code: 'agent.session_missing' })
})
