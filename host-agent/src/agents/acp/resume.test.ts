import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RequestError } from '@agentclientprotocol/sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PromptContext, type Script, startFake, text } from '../testing/fake-acp/fake.ts'
import { begin, run } from '../testing/recorder.ts'
import { AcpDriver } from './driver.ts'
import { NO_QUIRKS, type Quirks } from './spec.ts'

let cwd: string
const drivers: AcpDriver[] = []
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-acp-')))
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.stop()))
  rmSync(cwd, { recursive: true, force: true })
})

/** What the agent remembers of its one conversation; the fake replays it. */
type Memory = Record<string, unknown>[]

function remembering(memory: Memory, more: Script = {}): Script {
  const prompt = async (context: PromptContext) => {
    const answer = text(`to ${context.text}`)
    memory.push(
      { sessionUpdate: 'user_message_chunk', content: { type: 'text', text: context.text } },
      answer,
    )
    await context.update(answer)
    if (context.text === 'die') {
      context.die()
      return new Promise(() => undefined)
    }
    return { stopReason: 'end_turn' }
  }
  const load = async (_: unknown, { update }: PromptContext) => {
    if (memory.length === 0) throw new RequestError(-32002, 'Resource not found')
    for (const one of memory) await update(one)
    return {}
  }
  return { prompt, ...more, on: { 'session/load': load, ...more.on } }
}

function drive(script: Script, quirks: Quirks = NO_QUIRKS): AcpDriver {
  const driver = new AcpDriver({
    id: 'fake',
    label: 'Fake',
    command: 'fake',
    args: [],
    env: {},
    quirks,
    home: cwd,
    environment: {},
    start: async () => startFake(script).channel,
  })
  drivers.push(driver)
  return driver
}
const open = (driver: AcpDriver, resume?: string) =>
  driver.openSession({ cwd, title: 'x', ...(resume === undefined ? {} : { resume }) })

describe('a conversation', () => {
  it('is taken up again, and its replay is no turn’s', async () => {
    const driver = drive(remembering([]))
    const first = await open(driver)
    expect(first.memory).toBe('new')
    await run(first, 'one')
    await first.close()
    await first.ended
    const second = await open(driver, first.id)
    expect([second.id, second.memory]).toEqual([first.id, 'resumed'])
    expect((await run(second, 'two')).text()).toBe('to two')
  })

  it('that the agent does not have is missing, and the agent stays ready', async () => {
    const driver = drive(remembering([]))
    await driver.start()
    await expect(open(driver, 'fake-1')).rejects.toMatchObject({ code: 'agent.session_missing' })
    expect(driver.health()).toMatchObject({ state: 'ready' })
    const own = drive(
      { on: { 'session/load': () => Promise.reject(new RequestError(-32603, 'Service failure')) } },
      { missing: /service failure/i },
    )
    await expect(open(own, 'fake-1')).rejects.toMatchObject({ code: 'agent.session_missing' })
  })

  it('that can’t be taken up again is missing', async () => {
    await expect(open(drive({ initialize: { agentCapabilities: {} } }), 'x')).rejects.toMatchObject({
      code: 'agent.session_missing',
    })
  })

  it('that needs its person to sign in says what to run', async () => {
    const refuse = () => Promise.reject(new RequestError(-32000, 'Authentication required'))
    const driver = drive({ on: { 'session/new': refuse } }, { signIn: 'fake login' })
    await expect(open(driver)).rejects.toMatchObject({
      code: 'agent.sign_in',
      message: expect.stringContaining('fake login'),
    })
    expect(driver.health()).toMatchObject({ state: 'failed', error: { code: 'agent.sign_in' } })
  })

  it('is chosen to ask first, again each time', async () => {
    const chosen: unknown[] = []
    const modes = {
      currentModeId: 'auto',
      availableModes: [
        { id: 'auto', name: 'Auto' },
        { id: 'ask', name: 'Ask' },
      ],
    }
    const set = (params: unknown) => {
      chosen.push(params)
      return {}
    }
    const script = remembering([text('x')], {
      opened: { modes },
      on: { 'session/set_mode': set, 'session/load': () => ({ modes }) },
    })
    const driver = drive(script, { choose: { mode: 'ask' } })
    const session = await open(driver)
    await open(driver, 'fake-1')
    expect(chosen).toEqual([
      { sessionId: 'fake-1', modeId: 'ask' },
      { sessionId: 'fake-1', modeId: 'ask' },
    ])
    expect(session.view.options[0]).toMatchObject({ id: 'mode', value: 'ask' })
    await session.setOption('mode', 'auto')
    expect(session.view.options[0]?.value).toBe('auto')
    for (const [id, value] of [
      ['mode', 'none'],
      ['none', 'auto'],
    ] as const)
      await expect(session.setOption(id, value)).rejects.toMatchObject({ code: 'agent.unsupported' })
    await expect(session.stopTask('x')).rejects.toMatchObject({ code: 'agent.unsupported' })
  })
})

describe('the agent’s record', () => {
  it('tells of a prompt before a crash that it was cut short, with what it holds', async () => {
    const driver = drive(remembering([]))
    const first = await open(driver)
    await run(first, 'one')
    const { key, done } = begin(first, 'die')
    await done
    await first.ended
    const drafts = [{ type: 'text', block: 'message-1', kind: 'message', text: 'to die' }]
    expect(await first.recover(key)).toEqual({ found: 'interrupted', drafts })
    const second = await open(driver, first.id)
    expect(await second.recover(key)).toEqual({ found: 'interrupted', drafts })
  })

  it('tells of a turn of this life how it ended', async () => {
    const session = await open(drive(remembering([])))
    const fresh = session.mintKey()
    expect(await session.recover(fresh)).toEqual({ found: 'absent' })
    await run(session, 'one')
    const { key, done } = begin(session, 'two')
    await done
    expect(await session.recover(key)).toMatchObject({
      found: 'ended',
      drafts: [{ text: 'to two' }],
      how: { outcome: 'completed' },
    })
  })

  it('is not believed where it does not fit', async () => {
    const memory: Memory = []
    const driver = drive(remembering(memory))
    const first = await open(driver)
    await run(first, 'one')
    const key = first.mintKey()
    await first.close()
    // The record ends before it: the agent may have had it all the same.
    const second = await open(driver, first.id)
    expect(await second.recover(key)).toMatchObject({ found: 'unreadable' })
    // Other prompts stand in its place.
    memory.splice(
      0,
      2,
      ...memory.slice(0, 2).map((update) => ({ ...update, content: { type: 'text', text: 'else' } })),
    )
    memory.push({ sessionUpdate: 'user_message_chunk', content: { type: 'text', text: 'two' } })
    const third = await open(driver, first.id)
    expect(await third.recover(key)).toMatchObject({ found: 'unreadable' })
    expect(await third.recover('acp.x.x.y')).toMatchObject({ found: 'unreadable' })
    expect(await third.recover('garbage')).toMatchObject({ found: 'unreadable' })
  })

  it('delivers one key once', async () => {
    const memory: Memory = []
    const session = await open(drive(remembering(memory)))
    const { key, done } = begin(session, 'once')
    await done
    const again = begin(session, 'once', key)
    await again.done
    expect([again.sink.text(), again.sink.how, again.sink.breaches]).toEqual([
      'to once',
      { outcome: 'completed', stopReason: 'end_turn' },
      [],
    ])
    expect(memory).toHaveLength(2)
  })

  it('is a history of turns', async () => {
    const open_ = { sessionUpdate: 'tool_call', toolCallId: 'c', title: 'cut short' }
    const user = (words: string, messageId?: string) => ({
      sessionUpdate: 'user_message_chunk',
      content: { type: 'text', text: words },
      messageId,
    })
    const driver = drive(
      remembering([user('o', 'm'), user('ne', 'm'), text('to one'), user('nothing'), user('two'), open_]),
    )
    const turns = await driver.readHistory('fake-1', cwd)
    expect(turns.map(({ content, drafts, how }) => [content, drafts.length, how.outcome])).toEqual([
      [[{ type: 'text', text: 'one' }], 1, 'completed'],
      [[{ type: 'text', text: 'nothing' }], 0, 'unknown'],
      [[{ type: 'text', text: 'two' }], 1, 'unknown'],
    ])
    await expect(drive(remembering([])).readHistory('fake-1', cwd)).rejects.toMatchObject({
      code: 'agent.session_missing',
    })
  })

  it('lists the sessions of a folder, page by page', async () => {
    const list = ({ cursor }: Record<string, unknown>) =>
      cursor === undefined
        ? {
            sessions: [{ sessionId: 'a', cwd, title: 'A', updatedAt: '2026-01-01T00:00:00Z' }],
            nextCursor: '2',
          }
        : { sessions: [{ sessionId: 'b', cwd }, { sessionId: 'c', cwd: '/else' }, { bad: true }] }
    const driver = drive({ on: { 'session/list': list } })
    expect(await driver.listForeign(cwd)).toEqual([
      { id: 'a', title: 'A', cwd, updatedAt: Date.parse('2026-01-01T00:00:00Z') },
      { id: 'b', title: '', cwd, updatedAt: 0 },
    ])
    expect(await drive({ initialize: { agentCapabilities: {} } }).listForeign(cwd)).toEqual([])
  })
})

describe('a start', () => {
  it.each([
    ['another protocol', { initialize: { protocolVersion: 2 } }, 'agent.unsupported_version'],
    ['something else', { on: { initialize: () => ({ hello: 'world' }) } }, 'agent.start_failed'],
    [
      'a refusal',
      { on: { initialize: () => Promise.reject(new RequestError(-32603, 'no')) } },
      'agent.start_failed',
    ],
    [
      'its end',
      { on: { initialize: (_: unknown, { die }: PromptContext) => new Promise(() => die()) } },
      'agent.start_failed',
    ],
  ])('that meets %s fails', async (_, script: Script, code) => {
    const driver = drive(script)
    await expect(driver.start()).rejects.toMatchObject({ name: 'AgentError', code })
    expect(driver.health()).toMatchObject({ state: 'failed', error: { code } })
    expect(driver.abilities()).toBeNull()
  })

  it('tells what the agent can do', async () => {
    const driver = drive({ initialize: { agentInfo: { name: 'fake', version: '9' } } })
    await driver.start()
    expect(driver.abilities()).toEqual({ resume: true, images: true, list: true, steering: 'interrupts' })
    expect(driver.health()).toMatchObject({ state: 'ready', version: '9' })
  })

  it('does not come after a stop', async () => {
    const driver = drive({})
    await driver.stop()
    await expect(driver.start()).rejects.toMatchObject({ code: 'agent.exited' })
    await expect(open(driver)).rejects.toMatchObject({ code: 'agent.exited' })
  })
})
