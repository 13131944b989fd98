import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { AskedLog, remembered, told } from '../../src/world/asked.ts'
import type { Device } from '../../src/world/device.ts'
import { kill } from '../../src/world/processes.ts'
import type { Transcript } from '../../src/world/transcript.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { useWorld } from '../use-world.ts'

const asked = new AskedLog()
const world = useWorld(() => World.start({ onAsk: asked.onAsk }, {}, ['claude-code', 'gemini']))
let alice: Device
let bob: Device
beforeAll(async () => {
  alice = await world().device('alice')
  bob = await world().device('bob')
  await until(
    'the agents to be ready',
    () => {
      const { agents } = alice.link.overview.value
      return ['claude-code', 'gemini'].every((name) =>
        agents.some(({ id, state }) => id === name && state === 'ready'),
      )
    },
    { ms: 60_000, explain: () => JSON.stringify(alice.link.overview.value.agents) },
  )
})

const pathOf = (transcript: Transcript, file: string) => join(transcript.state?.place.path ?? '', file)

it('a session goes from opencode to Claude Code and Gemini and back: each is told, asks, and has its own memory', async () => {
  const session = await alice.newSession()
  const transcript = alice.follow(session)
  const first = await alice.prompt(session, 'the number is 4711 [[text say="noted by opencode"]]')
  await transcript.reaches(first, ['completed'], 60_000)

  const turns: number[] = []
  for (const agent of ['claude-code', 'gemini']) {
    const turn = await alice.prompt(
      session,
      `over to ${agent} [[write path="by-${agent}.txt" content="here\\n"]] [[text say="done by ${agent}"]]`,
      { agent },
    )
    turns.push(turn)
    const request = await bob.request(session, turn, 60_000)
    expect(existsSync(pathOf(transcript, `by-${agent}.txt`))).toBe(false)
    await bob.link.decide(request.id, 'allow-once')
    expect(await transcript.settles(turn)).toMatchObject({ state: 'completed', agent, memory: 'new' })
    expect(readFileSync(pathOf(transcript, `by-${agent}.txt`), 'utf8').trim()).toBe('here')
    const sent = asked.last(`over to ${agent}`)
    expect(sent.dialect).toBe(agent === 'gemini' ? 'gemini' : 'messages')
    expect(told(sent)).toContain('4711')
    expect(remembered(sent)).not.toContain('4711')
  }
  expect(told(asked.last('over to gemini'))).toContain('done by claude-code')

  for (const [agent, known, news] of [
    ['opencode', '4711', 'done by gemini'],
    ['claude-code', 'over to claude-code', 'done by gemini'],
    ['gemini', 'over to gemini', 'opencode is back'],
  ] as const) {
    const turn = await alice.prompt(session, `${agent} again [[text say="${agent} is back"]]`, { agent })
    expect(await transcript.settles(turn)).toMatchObject({ state: 'completed', memory: 'warm' })
    expect(remembered(asked.last(`${agent} again`))).toContain(known)
    expect(told(asked.last(`${agent} again`))).toContain(news)
  }
  expect((await world().exported(session)).turns).toEqual(transcript.state?.settled)
})

it('a prompt steers: Claude Code takes it into its turn, Gemini is interrupted for it', async () => {
  const session = await alice.newSession('worktree', 'Steered', 'claude-code')
  const transcript = alice.follow(session)
  const first = await alice.prompt(session, 'steered [[slow n=200 delay=30]]')
  await until('text', () => transcript.answer(first).includes('w3'), { ms: 60_000 })
  const joining = await bob.prompt(session, 'join in [[text say="joined"]]', { delivery: 'steer' })
  expect(await transcript.settles(joining)).toMatchObject({ state: 'completed', joined: { turn: first } })
  expect(await transcript.settles(first)).toMatchObject({ state: 'completed' })
  expect(transcript.answer(first)).toContain('joined')

  const second = await alice.prompt(session, 'interrupted [[slow n=500 delay=20]]', { agent: 'gemini' })
  await until('text', () => transcript.answer(second).includes('w3'), { ms: 60_000 })
  const manner = { agent: 'gemini', delivery: 'steer' } as const
  const instead = await bob.prompt(session, 'rather this [[text say="this instead"]]', manner)
  expect(await transcript.settles(second)).toMatchObject({ state: 'cancelled' })
  expect(await transcript.settles(instead)).toMatchObject({ state: 'completed', joined: null })
})

it.each([
  ['claude-code', 'resumed'],
  ['gemini', 'replayed'],
])(
  'when %s is killed in mid-turn, that turn says so, and the next has its memory %s',
  async (agent, memory) => {
    const session = await alice.newSession('worktree', 'Killed', agent)
    const transcript = alice.follow(session)
    const program = agent === 'gemini' ? /gemini/ : /claude/
    const processes = () =>
      world()
        .processes()
        .filter(({ command }) => program.test(command))
    const before = new Set(processes().map(({ pid }) => pid))
    await transcript.reaches(
      await alice.prompt(session, `${agent} before the fall 0815 [[text n=2]]`),
      ['completed'],
      60_000,
    )
    const doomed = await alice.prompt(session, 'doomed [[slow n=500 delay=20]]')
    await until('text', () => transcript.answer(doomed).includes('w3'))
    for (const { pid } of processes().filter((one) => !before.has(one.pid))) kill(pid)
    const turn = await transcript.settles(doomed)
    expect(['failed', 'unknown']).toContain(turn.state)
    if (turn.state === 'unknown')
      await alice.link.call('resolve', { session, turn: doomed, choice: 'abandon' })
    const next = await alice.prompt(session, `${agent} after the fall [[text say="up again"]]`)
    expect(await transcript.settles(next)).toMatchObject({ state: 'completed', memory })
    const sent = asked.last(`${agent} after the fall`)
    expect(memory === 'resumed' ? remembered(sent) : told(sent)).toContain('0815')
  },
)
