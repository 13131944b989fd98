import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../../sessions/testing/manual-clock.ts'
import { agentSuite, FULL_TRAITS, REAL_ABORT_CYCLES } from '../testing/agent-suite.ts'
import { begin, run } from '../testing/recorder.ts'
import { OpencodeDriver } from './driver.ts'
import { mintMessageId } from './ids.ts'
import { offlineEnvironment } from './offline.ts'
import { PATH, program, startBench } from './real-bench.ts'

/** Runs opencode's own program to its end; it would wait for an open standard input. */
function runAlone(args: string[], cwd: string, env: Record<string, string>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? '', args, { cwd, env, stdio: 'ignore' })
    child.on('error', reject).on('exit', resolve)
  })
}

describe.skipIf(program === null)('the real opencode', () => {
  agentSuite('opencode', () => startBench(), FULL_TRAITS, REAL_ABORT_CYCLES)

  describe('what is opencode’s own', () => {
    let bench: Awaited<ReturnType<typeof startBench>>
    beforeAll(async () => {
      bench = await startBench()
      await bench.driver.start()
    }, 60_000)
    afterAll(() => bench.close(), 30_000)
    const open = () => bench.driver.openSession({ cwd: bench.place.repo, title: 'own' })

    it('asks for a subagent’s command under its root session', async () => {
      const prompt = '[[subagent prompt="[[bash cmd=\\"echo sub\\"]] [[text n=2]]"]] [[text n=1]]'
      const { sink, done } = begin(await open(), prompt)
      const request = await sink.nextRequest()
      expect(request).toMatchObject({ kind: 'permission', ask: { type: 'command', command: 'echo sub' } })
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      expect(sink.text()).toBe('w0 ')
      expect([...sink.tools().values()].map((tool) => tool.status)).toEqual(['completed', 'completed'])
      expect(request.kind === 'permission' && sink.tools().has(request.tool.call ?? '')).toBe(true)
    })

    it('stops a turn with a subagent at work, parent and child', async () => {
      const session = await open()
      const { sink, done } = begin(
        session,
        '[[subagent prompt="[[slow n=500 delay=20]]"]] [[slow n=500 delay=20]]',
      )
      const asked = () => expect(bench.model.entries.at(-1)?.prompt).toBe('[[slow n=500 delay=20]]')
      await vi.waitFor(asked, { timeout: 15_000 })
      await session.cancel()
      await done
      expect(sink.how).toEqual({ outcome: 'cancelled' })
      expect((await run(session, '[[text say="alone"]]')).text()).toBe('alone')
    })

    it('shows its commands nothing of ours', async () => {
      const { sink, done } = begin(await open(), '[[bash cmd="env; echo the end"]]')
      const request = await sink.nextRequest()
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      const output = JSON.stringify([...sink.tools().values()])
      expect(output).toContain('the end')
      expect(output).not.toMatch(/OPENCODE_SERVER|HEARTH_[A-Z]/)
    })

    it('runs a prompt of an earlier life in a session that went on since', async () => {
      const session = await open()
      const early = mintMessageId(Date.now() - 60_000)
      await run(session, '[[text n=1]]')
      const { sink, done } = begin(session, '[[text say="stale"]]', early)
      await done
      expect(sink.text()).toBe('stale')
      expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
      expect(await session.recover(early)).toMatchObject({ found: 'ended' })
    })

    it('says whose models it would use', async () => {
      expect(await bench.driver.modelSource(bench.place.repo)).toBe('own')
    })

    it('passes questions and their answers', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[question ask="Which?" options="A|B"]] [[text n=1]]')
      const request = await sink.nextRequest()
      if (request.kind !== 'question') throw new Error('not a question')
      expect(request.questions.map((q) => [q.question, q.options.map((o) => o.label)])).toEqual([
        ['Which?', ['A', 'B']],
      ])
      expect(await request.reply({ answers: [['B']] })).toBe('applied')
      await done
      expect(JSON.stringify([...sink.tools().values()])).toContain('\\"Which?\\"=\\"B\\"')
      const dismissed = begin(session, '[[question]]')
      const second = await dismissed.sink.nextRequest()
      if (second.kind === 'question') expect(await second.reply({ reject: true })).toBe('applied')
      await dismissed.done
      expect(dismissed.sink.how?.outcome).toBe('completed')
    })

    it('tells that the model is tried again', async () => {
      const sink = await run(await open(), '[[error code=500 times=1]] [[text n=1]] retried')
      expect(sink.drafts).toContainEqual(expect.objectContaining({ type: 'notice', code: 'agent.retry' }))
      expect(sink.text()).toBe('w0 ')
    })

    it('stops a turn while the model is tried again', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[error code=500]]')
      await sink.until(() => sink.drafts.some((draft) => draft.type === 'notice'))
      await session.cancel()
      await done
      expect(sink.how).toEqual({ outcome: 'cancelled' })
      expect((await run(session, '[[text n=1]]')).text()).toBe('w0 ')
    })

    it('loses no text when its event stream is cut', async () => {
      const { sink, done } = begin(await open(), '[[slow n=60 delay=10]] [[bash cmd="true"]] [[text n=3]]')
      await sink.until(() => sink.text().length > 20)
      bench.driver.reconnect()
      const request = await sink.nextRequest()
      bench.driver.reconnect()
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      const words = Array.from({ length: 60 }, (_, i) => `w${i} `).join('')
      expect(sink.text()).toBe(`${words}w0 w1 w2 `)
      expect(sink.requests).toHaveLength(1)
    })

    it('is let go when idle, not while a turn waits, and comes back with its memory', async () => {
      const clock = new ManualClock()
      const { place, model } = bench
      const environment = offlineEnvironment({ home: place.home, modelUrl: model.url, path: PATH })
      const after = (ms: number, run: () => void) => clock.after(ms, run)
      const idleMs = 60_000
      const driver = new OpencodeDriver({ home: `${place.root}/idle`, environment, program, idleMs, after })
      const session = await driver.openSession({ cwd: place.repo, title: 'idle' })
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text say="remember 42"]]')
      const request = await sink.nextRequest()
      const pid = driver.pid()
      if (pid === null) throw new Error('no process')
      clock.advance(10 * idleMs)
      expect(driver.pid()).toBe(pid)
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      clock.advance(idleMs - 1)
      expect((await run(session, '[[text n=1]]')).text()).toBe('w0 ')
      expect(driver.pid()).toBe(pid)
      clock.advance(idleMs)
      expect(driver.health()).toEqual({ state: 'stopped' })
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 })
      const next = await run(session, '[[text n=1]] after')
      expect(next.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
      expect(driver.pid()).not.toBe(pid)
      const seen = model.entries.filter((entry) => entry.prompt.endsWith('after')).at(-1)
      // system, prompt, call, result, answer, prompt, answer, prompt
      expect(seen?.items).toBeGreaterThanOrEqual(7)
      await driver.stop()
    }, 60_000)

    it('fails a turn for a model that is not there', async () => {
      const environment = offlineEnvironment({
        home: bench.place.home,
        modelUrl: bench.model.url,
        path: PATH,
      })
      const model = { providerID: 'mock', modelID: 'no-such-model' }
      const driver = new OpencodeDriver({ home: `${bench.place.root}/other`, environment, program, model })
      const session = await driver.openSession({ cwd: bench.place.repo, title: 'no model' })
      const sink = await run(session, '[[text n=1]]')
      await driver.stop()
      expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.no_model' } })
    }, 30_000)

    it('lists, reads and continues a session of its own command line', async () => {
      const { place, model, driver } = bench
      const env = offlineEnvironment({ home: place.home, modelUrl: model.url, path: PATH })
      await runAlone(['run', '[[reason n=1]] [[text n=2]] by hand'], place.repo, env)
      const listed = await driver.listForeign(place.repo)
      expect(listed).toHaveLength(1)
      const [foreign] = listed
      if (foreign === undefined) throw new Error('none listed')
      const history = await driver.readHistory(foreign.id, place.repo)
      expect(history).toHaveLength(1)
      expect(history[0]?.content[0]).toMatchObject({ text: expect.stringContaining('by hand') })
      expect(history[0]?.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
      expect(history[0]?.drafts).toContainEqual(expect.objectContaining({ kind: 'message', text: 'w0 w1 ' }))

      const session = await driver.openSession({ cwd: place.repo, title: 'taken', resume: foreign.id })
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      const request = await sink.nextRequest()
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      expect(sink.text()).toBe('w0 ')
      expect((await driver.listForeign(place.repo)).map(({ id }) => id)).toEqual([foreign.id])
      await expect(driver.readHistory('ses_missing', place.repo)).rejects.toMatchObject({
        code: 'agent.session_missing',
      })
    }, 60_000)
  })
})
