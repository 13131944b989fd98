import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { missingAgent } from '../../src/world/agents.ts'
import { AskedLog, remembered, told } from '../../src/world/asked.ts'
import type { Device } from '../../src/world/device.ts'
import { kill } from '../../src/world/processes.ts'
import type { Transcript } from '../../src/world/transcript.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { useWorld } from '../use-world.ts'

const missing = process.env.HEARTH_REQUIRE_AGENTS === '1' ? null : missingAgent(['codex'])
const asked = new AskedLog()

const codexProcesses = (world: World) => world.processes().filter(({ command }) => /codex-acp/.test(command))

/** opencode and Codex in one host: what a person does with both. */
const stories = (): void => {
  const world = useWorld(() => World.start({ onAsk: asked.onAsk }, {}, ['codex']))
  let alice: Device
  let bob: Device
  beforeAll(async () => {
    alice = await world().device('alice')
    bob = await world().device('bob')
    await until('Codex to be ready', () =>
      alice.link.overview.value.agents.some(({ id, state }) => id === 'codex' && state === 'ready'),
    )
  })

  const pathOf = (transcript: Transcript, file: string) => join(transcript.state?.place.path ?? '', file)

  it('a session goes from opencode to Codex and back: each knows what the other did, and has its own memory', async () => {
    const session = await alice.newSession()
    const transcript = alice.follow(session)
    const first = await alice.prompt(session, 'the number is 4711 [[text say="noted by opencode"]]')
    expect(await transcript.settles(first)).toMatchObject({
      state: 'completed',
      agent: 'opencode',
      memory: 'new',
      digest: null,
    })

    await alice.link.call('update-session', { session, agent: 'codex' })
    const second = await alice.prompt(
      session,
      'over to you [[write path="by-codex.txt" content="here\\n"]] [[text say="written by Codex"]]',
    )
    const request = await bob.request(session, second)
    expect(existsSync(pathOf(transcript, 'by-codex.txt'))).toBe(false)
    await bob.link.decide(request.id, 'allow-once')
    expect(await transcript.settles(second)).toMatchObject({
      state: 'completed',
      agent: 'codex',
      memory: 'new',
      digest: { from: first, to: first },
    })
    expect(readFileSync(pathOf(transcript, 'by-codex.txt'), 'utf8')).toBe('here\n')
    const atCodex = asked.last('over to you')
    expect(atCodex.dialect).toBe('responses')
    expect(told(atCodex)).toContain('4711')
    expect(told(atCodex)).toContain('noted by opencode')
    expect(remembered(atCodex)).not.toContain('4711')

    const third = await alice.prompt(session, 'back again [[text say="I am back"]]', { agent: 'opencode' })
    expect(await transcript.settles(third)).toMatchObject({
      state: 'completed',
      agent: 'opencode',
      memory: 'warm',
      digest: { from: second, to: second },
    })
    const atOpencode = asked.last('back again')
    expect(atOpencode.dialect).toBe('chat')
    expect(remembered(atOpencode)).toContain('4711')
    expect(remembered(atOpencode)).toContain('noted by opencode')
    expect(told(atOpencode)).toContain('by-codex.txt')
    expect(told(atOpencode)).not.toContain('4711')

    const fourth = await alice.prompt(session, 'Codex again [[text say="still here"]]', { agent: 'codex' })
    expect(await transcript.settles(fourth)).toMatchObject({ state: 'completed', memory: 'warm' })
    expect(remembered(asked.last('Codex again'))).toContain('over to you')
    expect(transcript.answer(fourth)).toContain('still here')
    expect((await world().exported(session)).turns).toEqual(transcript.state?.settled)
  })

  it.each(['opencode', 'codex'])(
    'what waits for %s is put in order, edited and taken back, from two devices',
    async (agent) => {
      const session = await alice.newSession('worktree', 'Queue', agent)
      const transcript = alice.follow(session)
      const running = await alice.prompt(session, '[[slow n=2000 delay=20]]')
      await transcript.reaches(running, ['running'], 60_000)
      const words = ['one', 'two', 'three', 'four'].map((word) => `${agent}-${word}`)
      const turns: number[] = []
      for (const word of words) turns.push(await alice.prompt(session, `${word} [[text n=1]]`))
      const [one = 0, two = 0, three = 0, four = 0] = turns
      await bob.link.call('order-queue', { session, turns: [three, one] })
      const content = [{ type: 'text' as const, text: `${agent}-edited [[text say="edited"]]` }]
      await bob.link.call('edit-prompt', { session, turn: one, content, edits: 0 })
      await alice.link.call('withdraw', { session, turn: two })
      await alice.link.call('stop', { session, turn: running })
      expect(await transcript.settles(four)).toMatchObject({ state: 'completed' })
      expect(transcript.turn(running)?.state).toBe('cancelled')
      expect(transcript.answer(one)).toContain('edited')
      expect(asked.order([...words, `${agent}-edited`])).toEqual([
        `${agent}-three`,
        `${agent}-edited`,
        `${agent}-four`,
      ])
      expect(transcript.faults).toEqual([])
    },
  )

  it('a prompt steers: opencode takes it into its turn, Codex is interrupted for it', async () => {
    const session = await alice.newSession()
    const transcript = alice.follow(session)
    const first = await alice.prompt(session, 'steered [[slow n=100 delay=20]]')
    await until('text', () => transcript.answer(first).length > 20, { ms: 60_000 })
    const joining = await bob.prompt(session, 'join in [[text say="joined"]]', { delivery: 'steer' })
    expect(await transcript.settles(joining)).toMatchObject({ state: 'completed', joined: { turn: first } })
    expect(await transcript.settles(first)).toMatchObject({ state: 'completed' })
    expect(transcript.answer(first)).toContain('joined')

    const second = await alice.prompt(session, 'interrupted [[slow n=500 delay=20]]', { agent: 'codex' })
    await until('text', () => transcript.answer(second).includes('w3'), { ms: 60_000 })
    const instead = await bob.prompt(session, 'rather this [[text say="this instead"]]', {
      agent: 'codex',
      delivery: 'steer',
    })
    expect(await transcript.settles(second)).toMatchObject({ state: 'cancelled' })
    expect(await transcript.settles(instead)).toMatchObject({
      state: 'completed',
      joined: null,
      memory: 'warm',
    })
    expect(transcript.answer(instead)).toContain('this instead')
  })

  it('when Codex is killed in mid-turn, that turn says so, and the next has its memory', async () => {
    const session = await alice.newSession('worktree', 'Killed', 'codex')
    const transcript = alice.follow(session)
    const before = new Set(codexProcesses(world()).map(({ pid }) => pid))
    await transcript.settles(await alice.prompt(session, 'before the fall 0815 [[text n=2]]'))
    const doomed = await alice.prompt(session, 'doomed [[slow n=500 delay=20]]')
    await until('text', () => transcript.answer(doomed).includes('w3'))
    const own = codexProcesses(world()).filter(({ pid }) => !before.has(pid))
    expect(own.length).toBeGreaterThan(0)
    for (const { pid } of own) kill(pid)
    const turn = await transcript.settles(doomed)
    expect(['failed', 'unknown']).toContain(turn.state)
    expect(turn.error?.code).toBe('agent.exited')
    if (turn.state === 'unknown')
      await alice.link.call('resolve', { session, turn: doomed, choice: 'abandon' })
    const next = await alice.prompt(session, 'after the fall [[text say="up again"]]')
    expect(await transcript.settles(next)).toMatchObject({ state: 'completed', memory: 'resumed' })
    expect(remembered(asked.last('after the fall'))).toContain('0815')
  })

  it('the host is killed with prompts that wait and a request open: nothing is lost, doubled or left hanging', async () => {
    const session = await alice.newSession('worktree', 'Pulled', 'codex')
    const transcript = alice.follow(session)
    const asking = await alice.prompt(session, 'pulled-asking [[write path="never.txt" content="no"]]')
    await alice.request(session, asking)
    const waiting = [
      await alice.prompt(session, 'pulled-codex [[text say="after the crash"]]'),
      await alice.prompt(session, 'pulled-opencode [[text say="me too"]]', { agent: 'opencode' }),
    ]
    await world().host.kill()
    await world().up()
    const cut = await transcript.settles(asking, 90_000)
    expect(['failed', 'unknown']).toContain(cut.state)
    expect(existsSync(pathOf(transcript, 'never.txt'))).toBe(false)
    if (cut.state === 'unknown')
      await alice.link.call('resolve', { session, turn: asking, choice: 'abandon' })
    for (const turn of waiting) expect((await transcript.settles(turn)).state).toBe('completed')
    expect(waiting.map((turn) => transcript.answer(turn))).toEqual([
      expect.stringContaining('after the crash'),
      expect.stringContaining('me too'),
    ])
    for (const marker of ['pulled-asking', 'pulled-codex', 'pulled-opencode'])
      expect([marker, world().asked(marker)]).toEqual([marker, 1])
    expect([...alice.link.requests.value.values()].filter(({ state }) => state === 'pending')).toEqual([])
    expect(transcript.faults).toEqual([])
    expect((await world().exported(session)).turns).toEqual(transcript.state?.settled)
  })
}

if (missing === null) describe('several agents', { timeout: 120_000 }, stories)
else {
  beforeEach((ctx) => ctx.skip(missing))
  it('several agents', () => undefined)
}
