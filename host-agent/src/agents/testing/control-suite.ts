import { describe, expect, it } from 'vitest'
import type { Bench } from './agent-suite.ts'
import { begin, run } from './recorder.ts'

/** What any driver must do beside prompts: status, options, killing. */
export function controlSuite(name: string, bench: () => Pick<Bench, 'driver' | 'place'>): void {
  describe(`${name}: control`, { timeout: 60_000 }, () => {
    const open = () => bench().driver.openSession({ cwd: bench().place.repo, title: 'control' })

    it('knows a new session from one that is taken up again', async () => {
      const session = await open()
      expect(session.memory).toBe('new')
      await run(session, '[[text n=1]]')
      await session.close()
      await session.ended
      const again = await bench().driver.openSession({
        cwd: bench().place.repo,
        title: 'control',
        resume: session.id,
      })
      expect(again.memory).toBe('resumed')
    })

    it('says whether it is at work', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      const request = await sink.nextRequest()
      expect(['busy', 'unknown']).toContain(await session.status())
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      expect(['idle', 'unknown']).toContain(await session.status())
    })

    it('is stopped again and again without harm', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[slow n=200 delay=20]]')
      await sink.until(() => sink.text().length > 0)
      await Promise.all([session.cancel(), session.cancel(), session.cancel()])
      await done
      await session.cancel()
      expect(sink.how).toEqual({ outcome: 'cancelled' })
      expect((await run(session, '[[text n=1]]')).text()).toBe('w0 ')
    })

    it('has no option that it does not tell of', async () => {
      const session = await open()
      await expect(session.setOption('no-such-option', 'x')).rejects.toMatchObject({
        name: 'AgentError',
        code: 'agent.unsupported',
      })
      await expect(session.stopTask('no-such-task')).rejects.toMatchObject({ code: 'agent.unsupported' })
    })

    it('ends a turn by all means, and the session with it', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[slow n=500 delay=20]]')
      await sink.until(() => sink.text().length > 0)
      await session.kill()
      await done.catch(() => undefined)
      await session.ended
      expect(sink.how?.outcome).toMatch(/cancelled|failed/)
      expect((await run(await open(), '[[text n=1]]')).text()).toBe('w0 ')
    })
  })
}
