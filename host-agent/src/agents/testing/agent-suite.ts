import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Usage } from '@hearth/shared/session'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScriptedModel } from '../../demo/model/index.ts'
import type { AgentDriver, AgentSession } from '../driver.ts'
import { begin, type Recorder, run } from './recorder.ts'

/** Temporary folders for one test file: a home for the agent, one for the host agent, and a git repository. */
export type Place = { root: string; home: string; hearthHome: string; repo: string; remove(): void }

export function makePlace(): Place {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-agent-')))
  const place = { root, home: join(root, 'home'), hearthHome: join(root, 'hearth'), repo: join(root, 'repo') }
  for (const folder of [place.home, place.hearthHome, place.repo]) mkdirSync(folder)
  execFileSync('git', ['init', '-q', place.repo])
  writeFileSync(join(place.repo, 'hello.txt'), 'first\n')
  return { ...place, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) }
}

/** In what agents differ that all keep the contract: what they tell, and what a denial or a refusal does to a turn. */
export type Traits = {
  /** Usage of a turn of one step; null where the agent tells none. */
  usage: Partial<Usage> | null
  /** What it says before its answers. */
  preface: string | RegExp
  /** How it tells a thought of two pieces, `r0 ` and `r1 `. */
  thought: string
  /** How a turn ends in which it was denied something, and whether it goes on to an answer. */
  denied: { outcome: 'completed' | 'cancelled'; without: 'answer' | 'end'; withReason: 'answer' | 'end' }
  /** Does it fail a turn that its model refuses, or say so in an answer? */
  refused: 'fails' | 'says'
  /** Does it give the model a prompt that was refused or cut short once more, with the next? */
  repeatsUnfinished: boolean
  /** Does it ask before it acts? */
  asks: boolean
  /** Can its record be read beside a session that is open, only by taking it up again, or not at all? */
  record: 'always' | 'loaded' | 'none'
  /** Does it take a conversation up again? */
  resumes: boolean
  /** The id of a session that it doesn't have, in a form that it can read. */
  missing: string
}

/** An agent that tells everything. */
export const FULL_TRAITS: Traits = {
  usage: { input: 800, output: 40, cached: 200, reasoning: 10 },
  preface: '',
  thought: 'r0 r1 ',
  denied: { outcome: 'completed', without: 'end', withReason: 'answer' },
  refused: 'fails',
  repeatsUnfinished: false,
  asks: true,
  record: 'always',
  resumes: true,
  missing: 'ses_missing',
}

/** What the suite needs of an agent. `pids` are the agent's own processes. */
export type Bench = {
  place: Place
  model: ScriptedModel
  driver: AgentDriver
  /** Another driver on the same agent memory, after the first was stopped. */
  again(): AgentDriver
  pids(driver: AgentDriver): number[]
  close(): Promise<void>
}

/** The first turn of a cold agent may take this long: 3.6 s was seen on a quiet machine, 4.8 s on a busy one. */
const FIRST_TURN_MS = 15_000
const ABORT_CYCLES = 25
/** With a real agent: ten meet each moment of a turn with each way to stop it; `npm run test:agents` does them all. */
export const REAL_ABORT_CYCLES = process.env.HEARTH_AGENTS === '1' ? ABORT_CYCLES : 10
/** Why a test is left out for an agent. */
const NEVER_ASKS = 'never asks'
const NO_RECORD = 'keeps no record that can be read'

/** What any driver must do, on the scripted model; `aborts`: how many turns are stopped and followed by another. */
export function agentSuite(
  name: string,
  start: () => Promise<Bench>,
  traits: Traits = FULL_TRAITS,
  aborts = ABORT_CYCLES,
): void {
  describe(`${name}: a driver`, () => {
    let bench: Bench
    let session: AgentSession
    const open = (resume?: string) =>
      bench.driver.openSession({
        cwd: bench.place.repo,
        title: 'suite',
        ...(resume === undefined ? {} : { resume }),
      })
    /** The agent's answer without what it says before each. */
    const said = (sink: Recorder) => sink.text().replace(traits.preface, '')
    /** A command that is asked for also by an agent that has a sandbox. */
    const bash = (command: string) => `[[bash cmd="${command}" esc=1]]`

    beforeAll(async () => {
      bench = await start()
      await bench.driver.start()
      session = await open()
    }, 60_000)
    afterAll(() => bench.close(), 30_000)

    it('runs a first turn', { timeout: FIRST_TURN_MS }, async () => {
      const sink = await run(session, '[[reason n=2]] [[text n=3]]')
      expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
      expect(said(sink)).toBe('w0 w1 w2 ')
      expect(sink.text('thought')).toBe(traits.thought)
      expect(sink.breaches).toEqual([])
    })

    it('says that it is ready', () => {
      expect(bench.driver.health()).toMatchObject({ state: 'ready' })
    })

    it('starts no process for the next turn', async () => {
      const before = bench.pids(bench.driver)
      const sink = await run(session, '[[text n=2]]')
      expect(said(sink)).toBe('w0 w1 ')
      expect(before.length).toBeGreaterThan(0)
      expect(bench.pids(bench.driver)).toEqual(before)
    })

    it('tells the usage of each step', async (ctx) => {
      ctx.skip(traits.usage === null, 'tells no usage of a turn')
      const sink = await run(session, '[[text n=1]]')
      const usage = { ...traits.usage, cost: expect.any(Number) }
      expect(sink.drafts.filter((draft) => draft.type === 'usage')).toEqual([{ type: 'usage', usage }])
    })

    it('asks before a command, and runs it when allowed', async (ctx) => {
      ctx.skip(!traits.asks, NEVER_ASKS)
      const { sink, done } = begin(session, `${bash('echo hi > made.txt')} [[text n=2]]`)
      const request = await sink.nextRequest()
      expect(request).toMatchObject({
        kind: 'permission',
        ask: { type: 'command', command: 'echo hi > made.txt' },
      })
      if (request.kind === 'permission') expect(await request.reply({ allow: true })).toBe('applied')
      await done
      expect(readFileSync(join(bench.place.repo, 'made.txt'), 'utf8')).toBe('hi\n')
      expect(said(sink)).toBe('w0 w1 ')
      expect([...sink.tools().values()]).toMatchObject([{ kind: 'execute', status: 'completed' }])
      expect(sink.gone).toEqual([])
      expect(sink.breaches).toEqual([])
    })

    it('asks before an edit, with the change, and writes it when allowed', async (ctx) => {
      ctx.skip(!traits.asks, NEVER_ASKS)
      const { sink, done } = begin(session, '[[write path=new.txt content="one\\n"]] [[text n=1]]')
      const request = await sink.nextRequest()
      expect(request).toMatchObject({ kind: 'permission', ask: { type: 'edit' } })
      if (request.kind !== 'permission' || request.ask.type !== 'edit') throw new Error('not an edit')
      expect(request.ask.files[0]?.path).toContain('new.txt')
      expect(request.ask.files[0]?.diff).toContain('+one')
      await request.reply({ allow: true })
      await done
      expect(readFileSync(join(bench.place.repo, 'new.txt'), 'utf8')).toBe('one\n')
    })

    it('does not run what was denied', async (ctx) => {
      ctx.skip(!traits.asks, NEVER_ASKS)
      const { sink, done } = begin(session, `${bash('echo no > denied.txt')} [[text n=1]]`)
      const request = await sink.nextRequest()
      if (request.kind === 'permission') expect(await request.reply({ allow: false })).toBe('applied')
      await done
      expect(sink.how?.outcome).toBe(traits.denied.outcome)
      if (traits.denied.without === 'answer') expect(said(sink)).toBe('w0 ')
      expect(() => readFileSync(join(bench.place.repo, 'denied.txt'))).toThrow()
      expect([...sink.tools().values()]).toMatchObject([{ status: 'failed' }])
    })

    it('takes a denial with a reason', async (ctx) => {
      ctx.skip(!traits.asks, NEVER_ASKS)
      const { sink, done } = begin(session, `${bash('mkdir no')} [[text n=2]]`)
      const request = await sink.nextRequest()
      if (request.kind === 'permission') await request.reply({ allow: false, reason: 'use git' })
      await done
      expect(said(sink)).toBe(traits.denied.withReason === 'answer' ? 'w0 w1 ' : '')
      expect((await run(session, '[[text n=1]]')).how?.outcome).toBe('completed')
    })

    it('replies to a request at most once', async (ctx) => {
      ctx.skip(!traits.asks, NEVER_ASKS)
      const { sink, done } = begin(session, `${bash('mkdir once')} [[text n=1]]`)
      const request = await sink.nextRequest()
      if (request.kind !== 'permission') throw new Error('not a permission')
      const results = await Promise.all([request.reply({ allow: true }), request.reply({ allow: false })])
      expect(results).toEqual(['applied', 'gone'])
      await done
      expect([...sink.tools().values()]).toMatchObject([{ status: 'completed' }])
    })

    it('fails a turn that the model refuses, and works on', async () => {
      const own = await open()
      const sink = await run(own, '[[error code=400]]')
      if (traits.refused === 'fails')
        expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.failed' } })
      else expect(sink.how?.outcome).toBe('completed')
      // Some agents give the model a refused prompt again, together with the next.
      if (!traits.repeatsUnfinished) expect(said(await run(own, '[[text n=1]]'))).toBe('w0 ')
      await own.close()
      expect(said(await run(session, '[[text n=1]]'))).toBe('w0 ')
    })

    it('takes back what it asked when it is stopped', async (ctx) => {
      ctx.skip(!traits.asks, NEVER_ASKS)
      const { sink, done } = begin(session, bash('echo late > late.txt'))
      const request = await sink.nextRequest()
      await session.cancel()
      await done
      expect(sink.how).toEqual({ outcome: 'cancelled' })
      expect(sink.gone).toEqual([request.id])
      if (request.kind === 'permission') expect(await request.reply({ allow: true })).toBe('gone')
      expect(said(await run(session, '[[text n=1]]'))).toBe('w0 ')
      expect(() => readFileSync(join(bench.place.repo, 'late.txt'))).toThrow()
      expect(sink.breaches).toEqual([])
    })

    it(`keeps a stopped turn out of the next one, ${aborts} times`, { timeout: 120_000 }, async () => {
      for (let i = 0; i < aborts; i++) {
        const { sink, done } = begin(session, `[[slow n=200 delay=20]] ${i}`)
        // Early, in the midst of reasoning, and later: the abort meets the turn in different states.
        if (i % 5 === 0) await sink.until(() => sink.isAccepted)
        else await sink.until(() => sink.text().length > (i % 5) * 4)
        const stopped = session.cancel()
        if (i % 2 === 0) await stopped
        await done
        const next = await run(session, `[[text say="turn ${i} stands alone"]]`)
        await stopped
        expect(sink.how).toEqual({ outcome: 'cancelled' })
        expect(next.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
        expect(said(next)).toBe(`turn ${i} stands alone`)
        expect([...sink.breaches, ...next.breaches]).toEqual([])
      }
    })

    it('runs sessions side by side without mixing them', async () => {
      const others = await Promise.all([open(), open()])
      const sinks = await Promise.all(
        others.map((other, i) => run(other, `[[slow n=10 delay=10]] [[text say="session ${i}"]]`)),
      )
      expect(sinks.map((sink) => said(sink).replace(/w\d+ /g, ''))).toEqual(['session 0', 'session 1'])
    })

    it('delivers one key once', async (ctx) => {
      ctx.skip(traits.record !== 'always', NO_RECORD)
      const { done, key } = begin(session, '[[text n=2]] only once')
      await done
      const again = begin(session, '[[text n=2]] only once', key)
      await again.done
      expect(said(again.sink).replace(/\s+$/, '')).toBe('w0 w1')
      expect(bench.model.entries.filter((entry) => entry.prompt.endsWith('only once'))).toHaveLength(1)
    })

    it('knows that a prompt was never sent', async () => {
      expect(await session.recover(session.mintKey())).toEqual({ found: 'absent' })
    })

    it('knows from the record what became of a prompt', async (ctx) => {
      ctx.skip(traits.record !== 'always', NO_RECORD)
      const { done, key, sink } = begin(session, '[[reason n=1]] [[text n=2]]')
      await done
      const record = await session.recover(key)
      if (record.found !== 'ended') throw new Error(record.found)
      const text = record.drafts
        .map((d) => (d.type === 'text' && d.kind === 'message' ? d.text : ''))
        .join('')
      expect(text.trim()).toBe(said(sink).trim())
      expect(record.how).toEqual(sink.how)
    })

    it('ends a turn whose process was killed, and works on', { timeout: 60_000 }, async () => {
      const { sink, done, key } = begin(session, '[[slow n=500 delay=20]]')
      await sink.until(() => sink.text().length > 10)
      // With its children: one that is left may still say a last word.
      for (const pid of bench.pids(bench.driver)) process.kill(-pid, 'SIGKILL')
      await done
      expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
      if (bench.driver.process === 'per-session') {
        await session.ended
        session = await open(traits.resumes ? session.id : undefined)
      }
      // An agent may lose what it had not written down yet; then that must be said.
      const { found } = await session.recover(key)
      expect(traits.record !== 'none' ? ['interrupted', 'unreadable'] : ['unreadable']).toContain(found)
      const next = said(await run(session, '[[text n=1]]'))
      expect(traits.repeatsUnfinished ? next.slice(-3) : next).toBe('w0 ')
    })

    it('refuses a session that the agent does not have', async () => {
      const opened = open(traits.missing)
      await expect(opened).rejects.toMatchObject({ name: 'AgentError', code: 'agent.session_missing' })
    })

    const resumes = 'takes a session up again in a new process, with its memory'
    it(resumes, { timeout: 60_000 }, async (ctx) => {
      ctx.skip(!traits.resumes, 'takes no conversation up again')
      const before = bench.pids(bench.driver)
      await bench.driver.stop()
      for (const pid of before) expect(() => process.kill(pid, 0)).toThrow()
      const driver = bench.again()
      const resumed = await driver.openSession({ cwd: bench.place.repo, title: 'suite', resume: session.id })
      expect(resumed.memory).toBe('resumed')
      expect(said(await run(resumed, '[[text n=1]]'))).toBe('w0 ')
      expect(bench.model.entries.findLast((entry) => !entry.auxiliary)?.items).toBeGreaterThan(10)
      await driver.stop()
    })
  })
}
