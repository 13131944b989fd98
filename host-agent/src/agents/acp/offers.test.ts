import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AgentSession } from '../driver.ts'
import { type Fake, type PromptContext, type Script, startFake, text } from '../testing/fake-acp/fake.ts'
import { ask, BOTH, permission } from '../testing/fake-acp/open.ts'
import { type Begun, begin, run } from '../testing/recorder.ts'
import { makePlace, type Place } from './client/testing.ts'
import { AcpDriver } from './driver.ts'
import { NO_QUIRKS } from './spec.ts'

let place: Place
const drivers: AcpDriver[] = []
beforeEach(() => {
  place = makePlace()
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.stop()))
  place.remove()
})

const END = { stopReason: 'end_turn' }
const file = (name: string) => join(place.root, name)

/** A session of an agent that is offered files and terminals, and does `prompt` in each turn. */
async function open(
  prompt: NonNullable<Script['prompt']>,
  offers: ('files' | 'terminals')[] = ['files', 'terminals'],
): Promise<{ session: AgentSession; fake: Fake }> {
  const fake = startFake({ prompt })
  const driver = new AcpDriver({
    id: 'fake',
    label: 'Fake',
    command: 'fake',
    args: [],
    env: {},
    quirks: NO_QUIRKS,
    offers,
    home: place.base,
    environment: { PATH: process.env.PATH },
    start: async () => fake.channel,
  })
  drivers.push(driver)
  return { session: await driver.openSession({ cwd: place.root, title: 'x' }), fake }
}

async function decide({ sink, done }: Begun, allow: boolean) {
  const request = await sink.nextRequest()
  if (request.kind !== 'permission') throw new Error('not a permission')
  await request.reply(allow ? { allow } : { allow })
  await done
  return request
}

const refused = (asked: Promise<unknown>) =>
  asked.catch((error: { data?: { reason?: string } }) => error.data?.reason)
const write = (context: PromptContext, path: string, content: string) =>
  refused(context.ask('fs/write_text_file', { path, content }))
const create = (context: PromptContext, command: string) =>
  context.ask('terminal/create', { command }) as Promise<{ terminalId: string }>

describe('an agent that can’t do without our hands', () => {
  it('is offered what it is configured for, and nothing else', async () => {
    const both = await open(() => END)
    const files = await open(() => END, ['files'])
    const offered = ({ calls }: Fake) => calls[0]?.params
    expect(offered(both.fake)).toMatchObject({
      clientCapabilities: {
        fs: { readTextFile: true, writeTextFile: true },
        terminal: true,
        elicitation: { form: {} },
      },
    })
    expect(offered(files.fake)).toMatchObject({ clientCapabilities: { terminal: false } })
  })

  it('writes what is asked and allowed, and not what is denied or leads out', async () => {
    const answers: unknown[] = []
    const { session } = await open(async (context) => {
      answers.push(await write(context, join(place.outside, 'x'), 'out'))
      answers.push(await write(context, file('a.txt'), 'one\n'))
      return END
    })
    const denied = await decide(begin(session, 'x'), false)
    expect(denied).toMatchObject({ tool: { kind: 'edit', call: null }, ask: { type: 'edit' } })
    if (denied.ask.type === 'edit') {
      expect(denied.ask.files[0]?.path).toBe(file('a.txt'))
      expect(denied.ask.files[0]?.diff).toContain('+one')
    }
    expect([existsSync(file('a.txt')), existsSync(join(place.outside, 'x'))]).toEqual([false, false])
    await decide(begin(session, 'x'), true)
    expect(readFileSync(file('a.txt'), 'utf8')).toBe('one\n')
    expect(answers).toEqual(['path.outside', 'permission.denied', 'path.outside', {}])
  })

  it('is not asked about again for what its own request was allowed for', async () => {
    const { session } = await open(async (context) => {
      const content = [{ type: 'diff', path: file('a.txt'), oldText: null, newText: 'agreed\n' }]
      await ask(context, permission(BOTH, { kind: 'edit', content }))
      await write(context, file('a.txt'), 'agreed\n')
      return END
    })
    const begun = begin(session, 'x')
    await decide(begun, true)
    expect(begun.sink.requests).toHaveLength(1)
    expect(readFileSync(file('a.txt'), 'utf8')).toBe('agreed\n')
    expect(begun.sink.breaches).toEqual([])
  })

  it('has its command shown in the call that embeds it', async () => {
    const { session } = await open(async (context) => {
      const { terminalId } = await create(context, 'echo from the terminal')
      const content = [{ type: 'terminal', terminalId }]
      await context.update({ sessionUpdate: 'tool_call', toolCallId: 'c', title: 'run', content })
      await context.ask('terminal/wait_for_exit', { terminalId })
      await context.ask('terminal/release', { terminalId })
      await context.update({ sessionUpdate: 'tool_call_update', toolCallId: 'c', status: 'completed' })
      return END
    })
    const begun = begin(session, 'x')
    const asked = await decide(begun, true)
    expect(asked.ask).toEqual({ type: 'command', command: 'echo from the terminal', cwd: place.root })
    expect(begun.sink.tools().get('c')).toMatchObject({
      status: 'completed',
      content: [{ type: 'text', text: 'from the terminal\n' }],
    })
    expect(session.view.tasks).toEqual([])
  })

  it('may leave a command running, which is listed and can be stopped', async () => {
    let terminal = ''
    const { session } = await open(async (context) => {
      if (terminal !== '') return END
      terminal = (await create(context, 'exec tail -f /dev/null')).terminalId
      await context.update(text('left running'))
      return END
    })
    let changes = 0
    session.onView(() => {
      changes += 1
    })
    const begun = begin(session, 'x')
    await decide(begun, true)
    expect(begun.sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
    expect(session.view.tasks).toEqual([
      { id: terminal, title: 'exec tail -f /dev/null', startedAt: expect.any(Number), turn: null },
    ])
    await run(session, 'on')
    expect(session.view.tasks).toHaveLength(1)
    await session.stopTask(terminal)
    await vi.waitFor(() => expect(session.view.tasks).toEqual([]))
    expect(changes).toBe(2)
    await expect(session.stopTask(terminal)).rejects.toMatchObject({ code: 'agent.unsupported' })
  })

  it('leaves nothing running when its session is closed', async () => {
    const pid = file('pid')
    const { session } = await open(async (context) => {
      await create(context, `echo $$ > ${pid}; exec tail -f /dev/null`)
      return END
    })
    await decide(begin(session, 'x'), true)
    await vi.waitFor(() => expect(existsSync(pid) && readFileSync(pid, 'utf8')).toMatch(/^\d+\n$/))
    const running = Number(readFileSync(pid, 'utf8'))
    expect(process.kill(running, 0)).toBe(true)
    await session.close()
    expect(() => process.kill(running, 0)).toThrow()
  })

  it('gets nothing done with no turn open, or one that is being stopped', async () => {
    writeFileSync(file('a.txt'), 'mine\n')
    const contexts: PromptContext[] = []
    const { session } = await open(async (context) => {
      contexts.push(context)
      await context.update(text('on'))
      await new Promise((resolve) => context.cancelled.addEventListener('abort', resolve))
      await write(context, file('a.txt'), 'stopped\n')
      return END
    })
    const { sink, done } = begin(session, 'x')
    await sink.until(() => sink.isAccepted)
    await session.cancel()
    await done
    const [context] = contexts
    if (context === undefined) throw new Error('no turn')
    expect(await write(context, file('a.txt'), 'late\n')).toBe('permission.denied')
    expect(await refused(create(context, 'true'))).toBe('permission.denied')
    expect([sink.requests, sink.breaches]).toEqual([[], []])
    expect(readFileSync(file('a.txt'), 'utf8')).toBe('mine\n')
  })
})
