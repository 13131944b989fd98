import { describe, expect, it } from 'vitest'
import type { AgentSession, SteerResult } from '../driver.ts'
import type { Bench } from './agent-suite.ts'
import { begin, type Recorder, run } from './recorder.ts'

const DONE = { outcome: 'completed', stopReason: 'end_turn' }

/** Gives a running turn a prompt; `given` settles when that turn has. */
export function steer(session: AgentSession, text: string, key = session.mintKey()) {
  if (session.steer === null) throw new Error('this agent can’t be steered now')
  const given: Promise<SteerResult> = session.steer({ key, content: [{ type: 'text', text }] })
  // The test awaits it later; until then a rejection must not count as unhandled.
  given.catch(() => undefined)
  return { key, given }
}

/** What any driver must do whose agent takes prompts into a running turn (`steering: 'joins'`). */
export function steerSuite(name: string, bench: () => Pick<Bench, 'driver' | 'model' | 'place'>): void {
  describe(`${name}: steering`, { timeout: 60_000 }, () => {
    const open = () => bench().driver.openSession({ cwd: bench().place.repo, title: 'steer' })
    const prompted = (words: string) =>
      bench().model.entries.filter((entry) => entry.prompt.includes(words)).length
    const allow = async (sink: Recorder) => {
      const [request] = sink.requests
      if (request?.kind === 'permission') await request.reply({ allow: true })
    }

    it('says that prompts join', () => {
      expect(bench().driver.abilities()?.steering).toBe('joins')
    })

    it('takes a prompt in at the next step of a turn that waits for a person', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text say="not reached"]]')
      await sink.nextRequest()
      const { key, given } = steer(session, '[[text say="on the new course"]] joined 1')
      await allow(sink)
      await done
      expect(await given).toBe('joined')
      expect(sink.joins).toEqual([key])
      expect(sink.text()).toBe('on the new course')
      expect(sink.how).toEqual(DONE)
      expect(sink.breaches).toEqual([])
      expect(prompted('joined 1')).toBe(1)
      expect((await run(session, '[[text n=1]]')).text()).toBe('w0 ')
    })

    it('goes on with a turn for a prompt that comes near its end', async () => {
      const session = await open()
      for (const after of [4, 8, 10]) {
        const { sink, done } = begin(session, '[[text n=10 delay=20]]')
        await sink.until(() => sink.text().includes(`w${after - 1} `))
        const { key, given } = steer(session, `[[text say="steered at ${after}"]]`)
        await done
        const result = await given.catch((error: Error) => error.name)
        expect(sink.how).toEqual(DONE)
        expect(sink.breaches).toEqual([])
        // At the very end it may be too late: then it is certain that nothing was sent.
        if (result === 'AgentError') expect(sink.joins).toEqual([])
        else expect([result, sink.joins]).toEqual(['joined', [key]])
        expect(sink.text().includes(`steered at ${after}`)).toBe(result === 'joined')
      }
    })

    it('takes several in, in their order', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      await sink.nextRequest()
      const given = ['one', 'two', 'three'].map((word) => steer(session, `[[text say="${word}"]]`))
      await sink.until(() => sink.requests.length > 0)
      await allow(sink)
      await done
      expect(await Promise.all(given.map((one) => one.given))).toEqual(['joined', 'joined', 'joined'])
      expect(sink.joins).toEqual(given.map((one) => one.key))
      expect(sink.text()).toContain('three')
    })

    it('leaves out what a stopped turn has not taken in, never acts on it, and runs it later exactly once', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      await sink.nextRequest()
      const words = '[[text say="later"]] left 1'
      const { key, given } = steer(session, words)
      const other = steer(session, '[[text say="never"]] left 2')
      // The third is refused or comes too late: the turn is being stopped.
      const cancelled = Promise.race([session.cancel(), done])
      await Promise.all([cancelled, done])
      const results = await Promise.all(
        [given, other.given].map((one) => one.catch((error: Error) => error.name)),
      )
      expect(sink.how).toEqual({ outcome: 'cancelled' })
      for (const result of results) expect(['left', 'AgentError']).toContain(result)
      expect(sink.joins).toEqual([])
      expect((await run(session, '[[text say="alone"]]')).text()).toBe('alone')
      expect(prompted('left ')).toBe(0)
      const again = begin(session, words, key)
      await again.done
      expect(again.sink.text()).toBe('later')
      expect(again.sink.how).toEqual(DONE)
      expect([prompted('left 1'), prompted('left 2')]).toEqual([1, 0])
    })

    it('stays true when it is stopped at the same moment', async () => {
      const session = await open()
      for (let i = 0; i < 5; i++) {
        const { sink, done } = begin(session, '[[slow n=200 delay=20]]')
        await sink.until(() => sink.text().length > 0)
        const words = `moment ${i}.`
        const { key, given } = steer(session, `[[text say="taken"]] ${words}`)
        await Promise.all([session.cancel(), done])
        const result = await given.catch((error: Error) => error.name)
        expect(['joined', 'left', 'AgentError']).toContain(result)
        expect(sink.joins).toEqual(result === 'joined' ? [key] : [])
        expect(sink.breaches).toEqual([])
        expect((await run(session, `[[text say="turn ${i}"]]`)).text()).toBe(`turn ${i}`)
        expect(prompted(words)).toBeLessThanOrEqual(result === 'joined' ? 1 : 0)
      }
    })

    it('certainly did not get a prompt when no turn runs', async () => {
      const session = await open()
      await run(session, '[[text n=1]]')
      const { given } = steer(session, '[[text n=1]] nobody')
      await expect(given).rejects.toMatchObject({ name: 'AgentError' })
      expect(prompted('nobody')).toBe(0)
    })
  })
}
