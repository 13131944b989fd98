import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AgentRequest } from '../driver.ts'
import { ask, BOTH, closeSessions, open, permission, until } from '../testing/fake-acp/open.ts'
import { begin, run } from '../testing/recorder.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await closeSessions()
})

describe('a permission request', () => {
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
    expect(await request.reply(decision)).toBe('applied')
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

  it('after the turn, and a malformed one, is cancelled', async () => {
    const outcomes: unknown[] = []
    const { session } = await open({
      prompt: async (context) => {
        outcomes.push(await ask(context, { toolCall: 5 }))
        setImmediate(async () => outcomes.push(await ask(context, permission(BOTH))))
        return { stopReason: 'end_turn' }
      },
    })
    const sink = await run(session, 'hello')
    await vi.waitFor(() => expect(outcomes).toHaveLength(2))
    expect(outcomes).toEqual(Array(2).fill({ outcome: { outcome: 'cancelled' } }))
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
