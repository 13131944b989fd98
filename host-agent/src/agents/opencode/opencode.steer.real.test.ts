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
  })
})
