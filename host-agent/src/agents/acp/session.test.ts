import { existsSync } from 'node:fs'
import { RequestError } from '@agentclientprotocol/sdk'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { text } from '../testing/fake-acp/fake.ts'
import { ask, BOTH, closeSessions, open, permission, until } from '../testing/fake-acp/open.ts'
import { begin, run } from '../testing/recorder.ts'
import { QUIRKS } from './quirks/index.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await closeSessions()
})

describe('a turn', () => {
  it('is accepted by the first thing that the agent says of it, and ends with its answer', async () => {
    const { session } = await open({
      prompt: async ({ update, text: words }) => {
        await update(text(`you said ${words}`))
        return { stopReason: 'max_tokens' }
      },
    })
    const sink = await run(session, 'hello')
    expect(sink.text()).toBe('you said hello')
    expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'max_tokens' })
    expect(sink.breaches).toEqual([])
  })

  it('is accepted by its answer where the agent says nothing', async () => {
    const { session } = await open({})
    const sink = await run(session, 'hello')
    expect([sink.isAccepted, sink.drafts, sink.breaches]).toEqual([true, [], []])
  })

  it('is not coloured by what comes late of the one before', async () => {
    let turns = 0
    const late = [
      { sessionUpdate: 'tool_call_update', toolCallId: 'old', status: 'completed' },
      { sessionUpdate: 'session_info_update', title: 'late' },
      { sessionUpdate: 'usage_update', used: 5, size: 10 },
    ]
    const { session } = await open({
      prompt: async ({ update }) => {
        turns += 1
        if (turns === 1) await update({ sessionUpdate: 'tool_call', toolCallId: 'old', title: 'old' })
        else {
          for (const one of late) await update(one)
          await update(text('new'))
        }
        return { stopReason: 'end_turn' }
      },
    })
    await run(session, 'first')
    const sink = await run(session, 'second')
    expect(sink.drafts).toEqual([{ type: 'text', block: 'message-1', kind: 'message', text: 'new' }])
    expect(session.view.context).toEqual({ used: 5, size: 10 })
  })

  it('hears nothing after its answer, though the view does', async () => {
    const { session } = await open({
      on: {
        'session/prompt': async (_, { update, raw }) => {
          await update(text('in time'))
          // Straight onto the wire, so that nothing can come between them.
          await raw({ jsonrpc: '2.0', id: 2, result: { stopReason: 'end_turn' } })
          await update(text('too late'))
          await update({ sessionUpdate: 'usage_update', used: 1, size: 2 })
          return {}
        },
      },
    })
    const sink = await run(session, 'hello')
    await vi.waitFor(() => expect(session.view.context).toEqual({ used: 1, size: 2 }))
    expect(sink.text()).toBe('in time')
    expect(sink.breaches).toEqual([])
  })

  it('keeps what this version has no word for, in its place', async () => {
    const { session } = await open({
      prompt: async ({ update }) => {
        await update(text('a'))
        await update({ sessionUpdate: 'hologram', depth: 3 })
        await update({ sessionUpdate: 'agent_message_chunk', content: 7 })
        await update(text('b'))
        return { stopReason: 'end_turn' }
      },
    })
    const sink = await run(session, 'hello')
    expect(sink.drafts.map((draft) => (draft.type === 'raw' ? draft.source : draft.type))).toEqual([
      'text',
      'acp hologram',
      'acp agent_message_chunk',
      'text',
    ])
    expect(sink.drafts[1]).toMatchObject({ detail: '{"sessionUpdate":"hologram","depth":3}' })
  })

  it.each([
    [new RequestError(1001, 'odd'), 'agent.failed', 'odd'],
    [
      new RequestError(-32603, 'Internal error', { details: '400 no' }),
      'agent.failed',
      'Internal error: 400 no',
    ],
    [new RequestError(-32603, 'x'.repeat(9_000)), 'agent.failed', `${'x'.repeat(300)}…`],
    [
      new RequestError(-32000, 'Authentication required'),
      'agent.sign_in',
      'The agent wants you to sign in (Authentication required). On the host: fake login',
    ],
  ])('fails with the agent’s error %s', async (error, code, message) => {
    const quirks = { signIn: 'fake login' }
    const { session } = await open({ prompt: () => Promise.reject(error) }, { quirks })
    const sink = await run(session, 'hello')
    expect(sink.how).toEqual({ outcome: 'failed', error: { code, message } })
    expect((await run(session, 'hello')).breaches).toEqual([])
  })

  it.each([
    ['an agent that lets go of a turn as it says that it failed', {}, ['session/prompt', 'session/prompt']],
    [
      'one that lingers (Codex) is told to stop it before it gets the next',
      { lingers: true },
      ['session/prompt', 'session/cancel', 'session/prompt'],
    ],
  ])('that failed is over: %s', async (_, quirks, methods) => {
    const answers = [Promise.reject(new RequestError(1001, 'odd')), { stopReason: 'end_turn' }]
    const { session, fake } = await open({ prompt: () => answers.shift() }, { quirks })
    expect((await run(session, 'first')).how?.outcome).toBe('failed')
    expect((await run(session, 'second')).how?.outcome).toBe('completed')
    expect(fake.calls.map(({ method }) => method).filter((name) => !/initialize|new$/.test(name))).toEqual(
      methods,
    )
  })

  it('fails when the agent ends in its midst', async () => {
    const { session } = await open({
      prompt: async ({ update, die }) => {
        await update(text('so far'))
        await update({ sessionUpdate: 'tool_call', toolCallId: 'c', title: 'open', status: 'in_progress' })
        die()
        return new Promise(() => undefined)
      },
    })
    const sink = await run(session, 'hello')
    expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
    expect(sink.tools().get('c')?.status).toBe('failed')
    await session.ended
    const { done } = begin(session, 'again')
    await expect(done).rejects.toMatchObject({ name: 'AgentError', code: 'agent.exited' })
  })

  it('is not known when the agent ends before it gave any sign', async () => {
    const { session } = await open({
      prompt: ({ die }) => {
        die()
        return new Promise(() => undefined)
      },
    })
    const { sink, done } = begin(session, 'hello')
    await expect(done).rejects.toThrow('not known')
    await expect(done).rejects.not.toHaveProperty('code')
    expect([sink.isAccepted, sink.how]).toEqual([false, null])
  })

  it('runs alone', async () => {
    const { session } = await open({
      prompt: ({ cancelled }) => until(cancelled).then(() => ({ stopReason: 'cancelled' })),
    })
    const first = begin(session, 'first')
    await expect(begin(session, 'second').done).rejects.toMatchObject({ code: 'agent.failed' })
    await session.cancel()
    await first.done
  })

  it('says once what the person should know', async () => {
    const { session } = await open({}, { quirks: { warning: 'It never asks.', choose: { mode: 'ask' } } })
    const texts = async () =>
      (await run(session, 'x')).drafts.map((draft) => (draft.type === 'notice' ? draft.text : draft.type))
    expect(await texts()).toEqual([
      'It never asks.',
      'Fake has no mode “ask” here: it may act without asking.',
    ])
    expect(await texts()).toEqual([])
  })

  it('tells the usage of its answer, and what the cost rose by', async () => {
    const usage = {
      inputTokens: 800,
      outputTokens: 40,
      totalTokens: 1050,
      thoughtTokens: 10,
      cachedReadTokens: 200,
    }
    let spent = 1
    const { session } = await open({
      prompt: async ({ update }) => {
        spent += 0.5
        await update({
          sessionUpdate: 'usage_update',
          used: 1,
          size: 2,
          cost: { amount: spent, currency: 'USD' },
        })
        return { stopReason: 'end_turn', usage }
      },
    })
    await run(session, 'first')
    const sink = await run(session, 'second')
    const told = { input: 800, output: 40, cached: 200, reasoning: 10, cost: 0.5 }
    expect(sink.drafts).toEqual([{ type: 'usage', usage: told }])
  })
})

describe('a stop', () => {
  it('takes back what waits, keeps the process, and may be repeated', async () => {
    const outcomes: unknown[] = []
    const { session, fake } = await open({
      prompt: async (context) => {
        if (context.text === 'next') return { stopReason: 'end_turn' }
        outcomes.push(
          ...(await Promise.all([
            ask(context, permission(BOTH)),
            ask(context, permission(BOTH, { toolCallId: 'c2' })),
          ])),
        )
        outcomes.push(await ask(context, permission(BOTH, { toolCallId: 'c3' })))
        return { stopReason: 'end_turn' }
      },
    })
    const { sink, done } = begin(session, 'hello')
    await sink.until(() => sink.requests.length === 2)
    await session.cancel()
    await session.cancel()
    await done
    expect(sink.how).toEqual({ outcome: 'cancelled' })
    expect(outcomes).toEqual(Array(3).fill({ outcome: { outcome: 'cancelled' } }))
    expect([...sink.gone].sort()).toEqual(sink.requests.map(({ id }) => id).sort())
    const [request] = sink.requests
    if (request?.kind === 'permission') expect(await request.reply({ allow: true })).toBe('gone')
    expect(fake.calls.filter(({ method }) => method === 'session/cancel')).toHaveLength(2)
    expect((await run(session, 'next')).how?.outcome).toBe('completed')
    expect(sink.breaches).toEqual([])
  })

  it('that the agent never answers ends with its process', async () => {
    const { session } = await open({
      prompt: async ({ update }) => {
        await update(text('deaf'))
        return new Promise(() => undefined)
      },
    })
    const { sink, done } = begin(session, 'hello')
    await sink.until(() => sink.isAccepted)
    await session.cancel()
    expect(sink.how).toBeNull()
    await session.kill()
    await done
    await session.ended
    expect(sink.how).toEqual({ outcome: 'cancelled' })
    await expect(session.status()).rejects.toMatchObject({ code: 'agent.exited' })
  })

  it('of an idle session asks nothing of the agent', async () => {
    const { session, fake } = await open({})
    await session.cancel()
    expect(fake.calls.map(({ method }) => method)).toEqual(['initialize', 'session/new'])
  })

  it('by killing, without having asked, is the agent’s end', async () => {
    const { session } = await open({
      prompt: async ({ update }) => {
        await update(text('busy'))
        return new Promise(() => undefined)
      },
    })
    const { sink, done } = begin(session, 'hello')
    await sink.until(() => sink.isAccepted)
    await session.kill()
    await done
    expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
  })
})

describe('a hostile agent', () => {
  it('that floods is heard to the end, and one that asks without end is cut off', async () => {
    const { session } = await open({
      prompt: async ({ update }) => {
        for (let i = 0; i < 5_000; i++) await update(text('.'))
        return { stopReason: 'end_turn' }
      },
    })
    expect((await run(session, 'hello')).text()).toHaveLength(5_000)
    // The fake's own side wonders about answers to what was written past it.
    vi.spyOn(console, 'error').mockReturnValue()
    const asking = await open({
      prompt: async ({ raw, update }) => {
        await update(text('now'))
        for (let id = 1; id < 1_000; id++) {
          const params = { sessionId: 'fake-1', ...permission(BOTH, { toolCallId: `c${id}` }) }
          await raw({ jsonrpc: '2.0', id, method: 'session/request_permission', params }).catch(
            () => undefined,
          )
        }
        return new Promise(() => undefined)
      },
    })
    const sink = await run(asking.session, 'hello')
    expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
    expect(sink.requests.length).toBeLessThanOrEqual(32)
  })

  it('says nothing to our console, whatever it sends', async () => {
    const said = vi.spyOn(console, 'error')
    const { session } = await open({
      prompt: async ({ raw }) => {
        for (const message of [
          { jsonrpc: '2.0', id: 999, result: {} },
          { jsonrpc: '2.0', method: 'session/update', params: { sessionId: 'fake-1', update: 5 } },
          { jsonrpc: '2.0', method: 'session/update', params: null },
          { jsonrpc: '2.0', method: 'evil', params: '\u001b[2J' },
          {},
        ])
          await raw(message)
        return { stopReason: 'end_turn' }
      },
    })
    const sink = await run(session, 'hello')
    expect(sink.how?.outcome).toBe('completed')
    expect(said).not.toHaveBeenCalled()
  })

  it('that asks for what it does itself is answered, and nothing is done', async () => {
    let answer: unknown
    const { session } = await open(
      {
        prompt: async (context) => {
          answer = await context.ask('fs/write_text_file', { path: '/nowhere/x', content: 'x' })
          return { stopReason: 'end_turn' }
        },
      },
      { quirks: QUIRKS.opencode },
    )
    await run(session, 'hello')
    expect([answer, existsSync('/nowhere')]).toEqual([{}, false])
  })

  it('that asks for what is not served is told so', async () => {
    let error: unknown
    const { session } = await open({
      prompt: async (context) => {
        error = await context.ask('fs/write_text_file', {}).catch((reason: unknown) => reason)
        return { stopReason: 'end_turn' }
      },
    })
    await run(session, 'hello')
    expect(error).toMatchObject({ code: -32601 })
  })
})

describe('an image', () => {
  it('is not sent to an agent that takes none', async () => {
    const { session, fake } = await open({ initialize: { agentCapabilities: {} } })
    const content = [{ type: 'image' as const, mimeType: 'image/png' as const, data: 'AAAA' }]
    const { sink } = begin(session, 'x')
    await vi.waitFor(() => expect(sink.how).not.toBeNull())
    const sent = session.prompt({ key: session.mintKey(), content }, sink)
    await expect(sent).rejects.toMatchObject({ code: 'agent.unsupported' })
    expect(fake.calls.filter(({ method }) => method === 'session/prompt')).toHaveLength(1)
  })
})
