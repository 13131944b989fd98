import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { controlSuite } from '../testing/control-suite.ts'
import { begin, run } from '../testing/recorder.ts'
import { steer, steerSuite } from '../testing/steer-suite.ts'
import { program, startBench } from './real-bench.ts'

describe.skipIf(program === null)('the real opencode, at work', () => {
  let bench: Awaited<ReturnType<typeof startBench>>
  beforeAll(async () => {
    const command = {
      greet: { description: 'Greets', template: '[[text say="hello $ARGUMENTS"]]' },
      look: { template: '[[bash cmd="echo $1"]] [[text n=1]]' },
    }
    bench = await startBench({ command })
    await bench.driver.start()
    await run(await bench.driver.openSession({ cwd: bench.place.repo, title: 'first' }), '[[text n=1]]')
  }, 120_000)
  afterAll(() => bench.close(), 30_000)
  const open = () => bench.driver.openSession({ cwd: bench.place.repo, title: 'own' })

  steerSuite('opencode', () => bench)
  controlSuite('opencode', () => bench)

  describe('what is opencode’s own', { timeout: 60_000 }, () => {
    it('leaves a prompt out when a refusal ends the turn', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      const request = await sink.nextRequest()
      const { key, given } = steer(session, '[[text say="after all"]]')
      // The refusal must not overtake it.
      await session.status()
      if (request.kind === 'permission') await request.reply({ allow: false })
      await done
      expect(sink.how?.outcome).toBe('completed')
      if ((await given) === 'joined') return expect(sink.joins).toEqual([key])
      const again = begin(session, '[[text say="after all"]]', key)
      await again.done
      expect(again.sink.text()).toBe('after all')
    })

    it('runs a slash command, as a turn and into one', async () => {
      const session = await open()
      const sink = await run(session, '/greet you')
      expect(sink.text()).toBe('hello you')
      expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
      const asked = begin(session, '/look there')
      expect(await asked.sink.nextRequest()).toMatchObject({ ask: { command: 'echo there' } })
      const { given } = steer(session, '/greet them')
      const [request] = asked.sink.requests
      if (request?.kind === 'permission') await request.reply({ allow: true })
      await asked.done
      expect(await given).toBe('joined')
      expect(asked.sink.text()).toContain('hello them')
    })

    it('offers its models, modes and commands, and takes what is chosen', async () => {
      const session = await open()
      await session.setOption('agent', 'plan')
      const { options, commands } = session.view
      expect(options.map(({ id, category, value }) => [id, category, value])).toEqual([
        ['model', 'model', 'mock/mock-model'],
        ['agent', 'mode', 'plan'],
        ['variant', 'thought_level', 'default'],
      ])
      expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['init', 'greet', 'look']))
      let changes = 0
      session.onView(() => {
        changes += 1
      })
      await run(session, '[[text n=1]]')
      expect(session.view.context).toEqual({ used: 1050, size: 128_000 })
      expect(changes).toBeGreaterThan(0)
      expect(session.view.options.find(({ id }) => id === 'agent')?.value).toBe('plan')
      await expect(session.setOption('model', 'mock/none')).rejects.toMatchObject({
        code: 'agent.unsupported',
      })
    })

    it('shows what a sub-agent does inside the call that made it', async () => {
      const prompt = '[[subagent prompt="[[bash cmd=\\"echo sub\\"]] [[text n=2]]"]] [[text n=1]]'
      const { sink, done } = begin(await open(), prompt)
      const request = await sink.nextRequest()
      if (request.kind === 'permission') await request.reply({ allow: true })
      await done
      const [[task, above] = [], [, below] = []] = [...sink.tools()]
      expect([above?.parent, below?.parent]).toEqual([undefined, task])
    })

    it('takes a prompt back that a crash left unanswered, and runs it later exactly once', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      await sink.nextRequest()
      const { key, given } = steer(session, '[[text say="after the crash"]]')
      await session.status()
      for (const pid of bench.pids(bench.driver)) process.kill(pid, 'SIGKILL')
      await done
      expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
      expect(await given).toBe('left')
      expect((await run(session, '[[text say="between"]]')).text()).toBe('between')
      const again = begin(session, '[[text say="after the crash"]]', key)
      await again.done
      expect(again.sink.text()).toBe('after the crash')
      const seen = bench.model.entries.filter((entry) => entry.prompt.includes('after the crash'))
      expect(seen).toHaveLength(1)
    })

    it('ends no server that another session has a turn on, however stuck it is', async () => {
      const [stuck, other] = await Promise.all([open(), open()])
      const first = begin(stuck, '[[bash cmd="true"]] [[text n=1]]')
      const second = begin(other, '[[bash cmd="true"]] [[text say="went on"]]')
      const [, request] = await Promise.all([first.sink.nextRequest(), second.sink.nextRequest()])
      const pid = bench.driver.pid() ?? 0
      process.kill(pid, 'SIGSTOP')
      await stuck.kill()
      await stuck.ended
      expect(first.sink.how).toEqual({ outcome: 'cancelled' })
      expect(first.sink.drafts.at(-1)).toMatchObject({ type: 'notice', code: 'agent.not_stopped' })
      expect(second.sink.how).toBeNull()
      process.kill(pid, 'SIGCONT')
      if (request.kind === 'permission') await request.reply({ allow: true })
      await second.done
      await first.done
      expect([second.sink.text(), bench.driver.pid()]).toEqual(['went on', pid])
      const spec = { cwd: bench.place.repo, title: 'own', resume: stuck.id }
      const again = await run(await bench.driver.openSession(spec), '[[text say="again"]]')
      expect([again.text(), bench.driver.pid()]).toEqual(['again', pid])
    })

    it('ends a server that is stuck with a turn nobody else needs it for', async () => {
      const session = await open()
      const { sink, done } = begin(session, '[[bash cmd="true"]] [[text n=1]]')
      await sink.nextRequest()
      const pid = bench.driver.pid() ?? 0
      process.kill(pid, 'SIGSTOP')
      await session.kill()
      expect(sink.how).toEqual({ outcome: 'cancelled' })
      expect(() => process.kill(pid, 0)).toThrow()
      await done
      const again = await bench.driver.openSession({
        cwd: bench.place.repo,
        title: 'own',
        resume: session.id,
      })
      expect((await run(again, '[[text n=1]]')).text()).toBe('w0 ')
    })
  })
})
