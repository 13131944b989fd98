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

/** In what agents differ that take prompts into a running turn. */
export type SteerTraits = {
  /** Does it take them in wherever a turn stands, or only after a tool call? */
  takes: 'anywhere' | 'after-tools'
  /** Are they part of the turn as soon as they were given? Else a stopped turn leaves what it has not come to. */
  atOnce: boolean
  /** Does a stop end the session, where the agent could go on with them in the next turn? */
  stopEnds: boolean
}

/** An agent that tells of each when it comes to it. */
export const STEER_TRAITS: SteerTraits = { takes: 'anywhere', atOnce: false, stopEnds: false }

/** A command that every agent asks for, also one with a sandbox. */
const COMMAND = '[[bash cmd="touch steered.txt" esc=1]]'

/** What any driver must do whose agent takes prompts into a running turn (`steering: 'joins'`). */
export function steerSuite(
  name: string,
  bench: () => Pick<Bench, 'driver' | 'model' | 'place'>,
  traits: SteerTraits = STEER_TRAITS,
): void {
  describe(`${name}: steering`, { timeout: 60_000 }, () => {
    const open = (more: { resume?: string } = {}) =>
      bench().driver.openSession({ cwd: bench().place.repo, title: 'steer', ...more })
    /** The conversation after a stop of a turn that may have had a prompt given to it. */
    const after = async (session: AgentSession, result: string) => {
      if (!traits.stopEnds || result !== 'joined') return session
      await session.ended
      return open({ resume: session.id })
    }
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
      const { sink, done } = begin(session, `${COMMAND} [[text say="not reached"]]`)
      await sink.nextRequest()
      const { key, given } = steer(session, '[[text say="on the new course"]] joined 1')
      await allow(sink)
      await done
      expect(await given).toBe('joined')
      expect(sink.joins).toEqual([key])
      expect(sink.text()).toContain('on the new course')
      expect(sink.how).toEqual(DONE)
      expect(sink.breaches).toEqual([])
      expect(prompted('joined 1')).toBe(1)
      expect((await run(session, '[[text n=1]]')).text()).toBe('w0 ')
    })

    it('goes on with a turn for a prompt that comes near its end', async () => {
      const session = await open()
      for (const words of [4, 8, 10]) {
        const { sink, done } = begin(session, '[[text n=10 delay=20]]')
        await sink.until(() => sink.text().includes(`w${words - 1} `))
        const { key, given } = steer(session, `[[text say="steered at ${words}"]]`)
        await done
        const result = await given.catch((error: Error) => error.name)
        expect(sink.how).toEqual(DONE)
        expect(sink.breaches).toEqual([])
        // Near the end it may be too late: then it was certainly not taken, which is told in one of two ways.
        const isEarly = words === 4 && traits.takes !== 'after-tools'
        expect(isEarly ? ['joined'] : ['joined', 'left', 'AgentError']).toContain(result)
        expect(sink.joins).toEqual(result === 'joined' ? [key] : [])
        expect(sink.text().includes(`steered at ${words}`)).toBe(result === 'joined')
      }
    })

    it('takes several in, in their order', async () => {
      const session = await open()
      const { sink, done } = begin(session, `${COMMAND} [[text n=1]]`)
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
      const { sink, done } = begin(session, `${COMMAND} [[text n=1]]`)
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
      const possible = traits.atOnce ? ['joined', 'left', 'AgentError'] : ['left', 'AgentError']
      for (const result of results) expect(possible).toContain(result)
      expect(sink.joins).toHaveLength(results.filter((result) => result === 'joined').length)
      const next = await after(session, results.includes('joined') ? 'joined' : 'left')
      expect((await run(next, '[[text say="alone"]]')).text()).toBe('alone')
      expect(prompted('left ')).toBeLessThanOrEqual(sink.joins.length)
      if (results[0] === 'joined') return
      const again = begin(next, words, key)
      await again.done
      expect(again.sink.text()).toBe('later')
      expect(again.sink.how).toEqual(DONE)
      expect([prompted('left 1'), prompted('left 2')]).toEqual([1, 0])
    })

    it('stays true when it is stopped at the same moment', async () => {
      let session = await open()
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
        session = await after(session, result)
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
