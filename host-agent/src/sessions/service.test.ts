import { existsSync } from 'node:fs'
import { MAX_PROMPT_TEXT } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { IDLE_SESSIONS_LOADED, MAX_QUEUED_PROMPTS, MAX_SESSIONS } from '../limits.ts'
import type { SessionsChange } from './api.ts'
import { AGENTS_TELL_MS } from './limits.ts'
import { ALICE, BOB, Harness, newId } from './testing/harness.ts'

let host: Harness
beforeEach(() => {
  host = new Harness()
})
afterEach(() => host.end())

const spec = (session: string, over: object = {}) => ({
  session,
  project: host.project,
  agent: 'opencode',
  place: 'main' as const,
  title: 'A session',
  by: ALICE,
  ...over,
})
const create = (session: string, over: object = {}) => host.done(host.sessions.create(spec(session, over)))

test('a session is made once, however often it is asked for, and is there after a crash', async () => {
  const id = await host.session()
  await create(id)
  await Promise.all([create(id), create(id, { by: BOB })])
  expect(host.sessions.summaries()).toMatchObject([
    {
      id,
      title: 'A session',
      state: null,
      queued: 0,
      waiting: 0,
      seq: 1,
      place: { kind: 'main', branch: 'main' },
    },
  ])
  const before = host.sessions.summaries()
  host.crash()
  expect(host.sessions.summaries()).toEqual(before)
  await create(id)
  expect(host.events(id)).toHaveLength(1)
})

test('a session in a worktree of its own', async () => {
  await host.session()
  const id = newId()
  await Promise.all([1, 2].map(() => create(id, { place: 'worktree', title: 'Fix the login' })))
  const place = host.state(id).place
  expect(place).toMatchObject({ kind: 'worktree', branch: `hearth/fix-the-login-${id.slice(0, 4)}` })
  expect(existsSync(place.path)).toBe(true)
})

test('a session that could not be written leaves a name free: making it again works', async () => {
  await host.session()
  const id = newId()
  host.db.exec('CREATE TRIGGER no BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, "no"); END')
  await expect(create(id, { place: 'worktree' })).rejects.toMatchObject({ code: 'host.store' })
  host.db.exec('DROP TRIGGER no')
  await create(id, { place: 'worktree' })
  expect(host.state(id).place.branch).toBe(`hearth/a-session-${id.slice(0, 8)}`)
})

test('sessions are bounded', async () => {
  await host.session()
  host.db.exec(`
    WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < ${MAX_SESSIONS})
    INSERT INTO session (num, id, spec, summary, busy)
    SELECT 1000 + n, printf('%032x', n), spec, json_set(summary, '$.id', printf('%032x', n)), 0 FROM n, session
  `)
  host.crash()
  expect(host.sessions.summaries()).toHaveLength(MAX_SESSIONS)
  await expect(create(newId())).rejects.toMatchObject({ code: 'host.too_many_sessions' })
})

test('what can’t be made is refused with its code', async () => {
  const id = await host.session()
  await expect(create(id, { title: 'another' })).rejects.toMatchObject({ code: 'host.session_exists' })
  await expect(create(newId(), { agent: 'nobody' })).rejects.toMatchObject({ code: 'host.unknown_agent' })
  await expect(create(newId(), { project: '00'.repeat(8) })).rejects.toMatchObject({
    code: 'host.unknown_project',
  })
  const unknown = newId()
  await expect(host.prompt(unknown, 'x')).rejects.toMatchObject({ code: 'host.unknown_session' })
  expect(() => host.events(unknown)).toThrow(expect.objectContaining({ code: 'host.unknown_session' }))
  await expect(host.sessions.listForeign(host.project, 'nobody')).rejects.toMatchObject({
    code: 'host.unknown_agent',
  })
})

test('a project that is no longer allowed takes no new prompt', async () => {
  const id = await host.session()
  const prompt = newId()
  await host.prompt(id, 'one', prompt)
  host.projects.remove(host.project)
  await expect(host.prompt(id, 'two')).rejects.toMatchObject({ code: 'host.unknown_project' })
  expect(await host.prompt(id, 'one', prompt)).toEqual({ turn: 1 })
})

test('a queue has an end', async () => {
  const id = await host.session()
  const admitted = Array.from({ length: MAX_QUEUED_PROMPTS + 2 }, (_, n) => host.prompt(id, `prompt ${n}`))
  const results = await Promise.allSettled(admitted)
  expect(results.filter((one) => one.status === 'rejected')).toMatchObject([
    { reason: { code: 'host.queue_full' } },
    { reason: { code: 'host.queue_full' } },
  ])
})

test('renaming and archiving', async () => {
  const id = await host.session()
  await host.done(host.sessions.update(id, { title: 'Better', archived: true }, ALICE))
  await host.done(host.sessions.update(id, { title: 'Better' }, ALICE))
  expect(host.sessions.summaries()[0]).toMatchObject({ title: 'Better', archived: true, seq: 2 })
})

test('a session without a title takes its first prompt’s first line', async () => {
  const id = await host.session(newId(), '')
  await host.prompt(id, '\n  Fix the login  \nplease')
  await host.prompt(id, 'and more')
  expect(host.sessions.summaries()[0]?.title).toBe('Fix the login')
})

test('changes of a line are told; what streams is not', async () => {
  const told: SessionsChange[] = []
  const id = await host.session()
  const forget = host.sessions.onChange((change) => told.push(change))
  await host.prompt(id, 'one')
  await host.settle()
  host.agent.turn.accept()
  await host.settle()
  await host.advance(AGENTS_TELL_MS)
  const before = told.length
  host.agent.turn.say('a').say('b')
  await host.advance(300)
  expect(told).toHaveLength(before)
  host.agent.turn.settle()
  await host.settle()
  expect(told.at(-1)).toMatchObject({ type: 'session', session: { id, state: 'completed' } })
  host.projects.remove(host.project)
  expect(told.at(-1)).toEqual({ type: 'projects' })
  forget()
  await host.done(host.sessions.update(id, { title: 'x' }, ALICE))
  expect(told.at(-1)).toEqual({ type: 'projects' })
})

const HISTORY = [
  {
    content: [{ type: 'text' as const, text: 'Hello' }],
    at: 1_700_000_000_000,
    drafts: [
      { type: 'text' as const, block: 'p1', kind: 'message' as const, text: 'Hi.' },
      { type: 'usage' as const, usage: { input: 1, output: 2, cached: 0, reasoning: 0, cost: 0.5 } },
    ],
    how: { outcome: 'completed' as const, stopReason: 'end_turn' as const },
  },
  {
    content: [{ type: 'text' as const, text: 'Go on' }],
    at: 1_700_000_001_000,
    drafts: [{ type: 'tool' as const, call: 'c', status: 'in_progress' as const }],
    how: { outcome: 'unknown' as const },
  },
]

test('a session that we made with an agent is not listed as one of its own', async () => {
  const id = await host.session()
  await host.prompt(id, 'hello')
  await host.settle()
  const ours = { id: host.agent.turn.session, title: 'Ours', cwd: host.repository, updatedAt: 5 }
  host.agent.foreign.push(ours, { ...ours, id: 'ses_cli', title: 'Theirs' })
  expect(await host.sessions.listForeign(host.project, 'opencode')).toMatchObject([{ id: 'ses_cli' }])
})

test('an agent’s own session is adopted with its history, and goes on', async () => {
  await host.session()
  host.agent.foreign.push({ id: 'ses_cli', title: 'From the terminal', cwd: host.repository, updatedAt: 5 })
  host.agent.histories.set('ses_cli', HISTORY)
  const id = newId()
  const adopt = (session: string) =>
    host.done(
      host.sessions.adopt({
        session,
        project: host.project,
        agent: 'opencode',
        foreign: 'ses_cli',
        by: ALICE,
      }),
    )
  await adopt(id)
  await adopt(id)
  expect(host.state(id)).toMatchObject({
    title: 'From the terminal',
    usage: { cost: 0.5 },
    settled: [
      { n: 1, state: 'completed', prompt: { by: null, at: 1_700_000_000_000 }, blocks: [{ text: 'Hi.' }] },
      { n: 2, state: 'unknown', blocks: [{ type: 'tool', status: 'unfinished' }] },
    ],
  })
  expect(await host.sessions.listForeign(host.project, 'opencode')).toMatchObject([
    { id: 'ses_cli', adopted: id },
  ])
  await expect(adopt(newId())).rejects.toMatchObject({ code: 'host.already_adopted' })
  expect(await host.prompt(id, 'next')).toEqual({ turn: 3 })
  await host.settle()
  expect(host.agent.turn.session).toBe('ses_cli')
})

test('a history that is too long for prompts, or odd, is adopted all the same', async () => {
  await host.session()
  host.agent.foreign.push({ id: 'ses_odd', title: 'x'.repeat(500), cwd: host.repository, updatedAt: 5 })
  const long = { type: 'text' as const, text: 'x'.repeat(MAX_PROMPT_TEXT) }
  const content = Array.from({ length: 40 }, () => long)
  host.agent.histories.set('ses_odd', [{ content, at: Number.NaN, drafts: [], how: { outcome: 'unknown' } }])
  const id = newId()
  const adopt = { session: id, project: host.project, agent: 'opencode', foreign: 'ses_odd', by: ALICE }
  await host.done(host.sessions.adopt(adopt))
  const before = host.events(id)
  host.crash()
  expect(host.events(id)).toEqual(before)
})

test('a session that the agent does not have can’t be adopted', async () => {
  await host.session()
  const adopted = host.sessions.adopt({
    session: newId(),
    project: host.project,
    agent: 'opencode',
    foreign: 'ses_gone',
    by: ALICE,
  })
  await expect(host.done(adopted)).rejects.toMatchObject({ code: 'agent.session_missing' })
})

test('more sessions than fit in memory stay complete', async () => {
  const first = await host.session()
  await host.prompt(first, 'one')
  await host.settle()
  host.agent.turn.accept().say('kept').settle()
  await host.settle()
  const before = host.events(first)
  for (let n = 0; n < IDLE_SESSIONS_LOADED + 1; n++) await host.session()
  expect(host.sessions.summaries()).toHaveLength(IDLE_SESSIONS_LOADED + 2)
  expect(host.sessions.summaries()[0]).toMatchObject({ id: first, state: 'completed', seq: before.length })
  expect(host.events(first)).toEqual(before)
  await host.prompt(first, 'two')
  await host.settle()
  expect(host.agent.turn.session).toBe('ses_1')
})

test('a prompt to a session that was not loaded runs, even where all that are loaded are watched', async () => {
  const id = await host.session()
  const others: string[] = []
  for (let n = 0; n < IDLE_SESSIONS_LOADED; n++) others.push(await host.session())
  const feeds = others.map((other) => host.sessions.open(other, 0, () => undefined))
  await host.prompt(id, 'one')
  await host.settle()
  expect(host.agent.turn.text).toBe('one')
  host.agent.turn.accept().settle()
  await host.settle()
  await host.prompt(id, 'two')
  await host.settle()
  expect(host.agent.turn.text).toBe('two')
  expect(host.events(id).map(({ seq }) => seq)).toEqual(host.events(id).map((_, index) => index + 1))
  for (const feed of feeds) feed.close()
})

test('after closing nothing is taken any more, and what was streamed is in the log', async () => {
  const id = await host.session()
  await host.prompt(id, 'one')
  await host.settle()
  host.agent.turn.accept().say('first ').say('held')
  await host.sessions.close()
  const refused = host.sessions.admit({
    id: newId(),
    session: id,
    content: [{ type: 'text', text: 'x' }],
    by: ALICE,
  })
  await expect(refused).rejects.toMatchObject({ code: 'host.stopping' })
  host.crash()
  const texts = host.events(id).flatMap((event) => (event.type === 'text' ? [event.text] : []))
  expect(texts.join('')).toBe('first held')
})
