import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AgentRequest } from '../driver.ts'
import { ask, BOTH, closeSessions, open, permission, until } from '../testing/fake-acp/open.ts'
import { begin, run } from '../testing/recorder.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await closeSessions()
})

describe('a permission request is allowed once or not at all (A38)', () => {
  const decide = async (
    options: typeof BOTH,
    decision: Parameters<Extract<AgentRequest, { kind: 'permission' }>['reply']>[0],
    call: Record<string, unknown> = {},
  ) => {
    let outcome: unknown
    const { session } = await open({
      prompt: async (context) => {
        outcome = await ask(context, permission(options, call))
        return { stopReason: 'end_turn' }
      },
    })
    const { sink, done } = begin(session, 'hello')
    const request = await sink.nextRequest()
    if (request.kind !== 'permission') throw new Error('not a permission')
    const isUnsaid = !decision.allow && decision.reason !== undefined
    expect(await request.reply(decision)).toBe(isUnsaid ? 'unsaid' : 'applied')
    expect(await request.reply({ allow: true })).toBe('gone')
    await done
    return { outcome, sink, request }
  }
  const selected = (optionId: string) => ({ outcome: { outcome: 'selected', optionId } })

  it('is allowed for this once, and makes its own card', async () => {
    const { outcome, sink, request } = await decide(BOTH, { allow: true })
    expect(outcome).toEqual(selected('once'))
    expect(request).toMatchObject({
      ask: { type: 'command', command: 'ls' },
      tool: { call: 'c1', kind: 'execute' },
    })
    expect(sink.tools().get('c1')).toMatchObject({ title: 'ls', status: 'pending' })
    expect(sink.breaches).toEqual([])
  })

  it('is denied for this once, and closes its card', async () => {
    const { outcome, sink } = await decide(BOTH, { allow: false, reason: 'no' })
    expect(outcome).toEqual(selected('no'))
    expect(sink.tools().get('c1')?.status).toBe('failed')
  })

  it('that can’t be denied is taken back', async () => {
    const { outcome } = await decide(BOTH.slice(0, 2), { allow: false })
    expect(outcome).toEqual({ outcome: { outcome: 'cancelled' } })
  })

  it('that could only be allowed for good is refused unasked', async () => {
    let outcome: unknown
    const { session } = await open({
      prompt: async (context) => {
        outcome = await ask(context, permission(BOTH.filter(({ kind }) => kind !== 'allow_once')))
        return { stopReason: 'end_turn' }
      },
    })
    const sink = await run(session, 'hello')
    expect(outcome).toEqual(selected('no'))
    expect(sink.requests).toEqual([])
    expect(sink.drafts.at(-1)).toMatchObject({ type: 'notice', code: 'agent.unsupported' })
  })

  it('that can’t be read is shown as it is, and can only be turned down', async () => {
    let outcome: unknown
    const { session } = await open({
      prompt: async (context) => {
        outcome = await ask(context, { toolCall: 5, extra: '<b>' })
        return { stopReason: 'end_turn' }
      },
    })
    const { sink, done } = begin(session, 'hello')
    const request = await sink.nextRequest()
    if (request.kind !== 'unknown') throw new Error('not unknown')
    expect(request.source).toBe('session/request_permission')
    expect(JSON.parse(request.detail)).toMatchObject({ toolCall: 5, extra: '<b>' })
    expect(await request.reply({ reject: true })).toBe('applied')
    await done
    expect(outcome).toEqual({ outcome: { outcome: 'cancelled' } })
  })

  it('after the turn is cancelled', async () => {
    const outcomes: unknown[] = []
    const { session } = await open({
      prompt: async (context) => {
        setImmediate(async () => outcomes.push(await ask(context, permission(BOTH))))
        return { stopReason: 'end_turn' }
      },
    })
    const sink = await run(session, 'hello')
    await vi.waitFor(() => expect(outcomes).toHaveLength(1))
    expect(outcomes).toEqual([{ outcome: { outcome: 'cancelled' } }])
    expect([sink.requests, sink.breaches]).toEqual([[], []])
  })

  it('that the agent takes back is gone', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const { session } = await open({
      prompt: async ({ raw, cancelled }) => {
        const params = { sessionId: 'fake-1', ...permission(BOTH) }
        await raw({ jsonrpc: '2.0', id: 'mine', method: 'session/request_permission', params })
        await raw({ jsonrpc: '2.0', method: '$/cancel_request', params: { requestId: 'mine' } })
        await until(cancelled)
        return { stopReason: 'cancelled' }
      },
    })
    const { sink, done } = begin(session, 'hello')
    await sink.until(() => sink.gone.length === 1)
    expect(sink.gone).toEqual(sink.requests.map(({ id }) => id))
    await session.cancel()
    await done
  })
})

describe('a plan', () => {
  const options = [
    { optionId: 'restore', name: 'Yes, and as before', kind: 'allow_once' },
    { optionId: 'auto', name: 'Yes, and never ask', kind: 'allow_always' },
    { optionId: 'step', name: 'Yes, and ask', kind: 'allow_once' },
    { optionId: 'no', name: 'No', kind: 'reject_once' },
  ]
  const plan = async (
    verdict: Parameters<Extract<AgentRequest, { kind: 'plan' }>['reply']>[0],
    approvesPlan = 'step',
  ) => {
    let outcome: unknown
    const { session } = await open(
      {
        prompt: async (context) => {
          const toolCall = { toolCallId: 'c1', kind: 'switch_mode', rawInput: { plan: '1. Look' } }
          outcome = await ask(context, { toolCall, options })
          return { stopReason: 'end_turn' }
        },
      },
      { quirks: { approvesPlan } },
    )
    const { sink, done } = begin(session, 'hello')
    const request = approvesPlan === 'step' ? await sink.nextRequest() : null
    if (request !== null && request.kind !== 'plan') throw new Error('not a plan')
    const result = await request?.reply(verdict)
    await done
    return { outcome, plan: request?.plan, result }
  }

  it('is approved by the option after which each step still asks', async () => {
    expect(await plan({ approve: true })).toEqual({
      outcome: { outcome: { outcome: 'selected', optionId: 'step' } },
      plan: '1. Look',
      result: 'applied',
    })
  })

  it('is turned down, and says that the words for it found no place', async () => {
    const no = { outcome: { outcome: 'selected', optionId: 'no' } }
    expect(await plan({ reject: true })).toMatchObject({ outcome: no, result: 'applied' })
    expect(await plan({ changes: 'Look twice' })).toMatchObject({ outcome: no, result: 'unsaid' })
  })

  it('is turned down unasked where that option is gone', async () => {
    expect(await plan({ approve: true }, 'gone')).toMatchObject({
      outcome: { outcome: { outcome: 'selected', optionId: 'no' } },
    })
  })
})

describe('a request for a change that is not shown', () => {
  const asked = (call: Record<string, unknown>) => ({
    toolCall: {
      toolCallId: 'c',
      title: 'Read a',
      kind: 'edit',
      rawInput: { file_path: '/repo/a', new_string: 'rm' },
      ...call,
    },
    options: BOTH.map((option) => ({ ...option, name: option.optionId })),
  })

  it.each([
    ['with its input', {}],
    ['with words', { content: [{ type: 'content', content: { type: 'text', text: '+one' } }] }],
    ['with a command', { rawInput: { command: 'ls' } }],
    ['with an address', { rawInput: { url: 'https://example.org' } }],
    ['with where it is', { locations: [{ path: '/repo/a' }] }],
  ])('%s is one of which nothing is known', async (_, call) => {
    const { session } = await open({
      prompt: async (context) => {
        await ask(context, asked(call))
        return { stopReason: 'end_turn' }
      },
    })
    const { sink, done } = begin(session, 'x')
    const request = await sink.nextRequest()
    expect(request).toMatchObject({ kind: 'permission', tool: { kind: 'edit' }, ask: { type: 'other' } })
    await session.cancel()
    await done
  })
})
