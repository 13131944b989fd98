import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type PromptContext, text } from '../testing/fake-acp/fake.ts'
import { ask, BOTH, closeSessions, open, permission } from '../testing/fake-acp/open.ts'
import { run } from '../testing/recorder.ts'
import { QUIRKS } from './quirks/index.ts'
import type { Quirks } from './spec.ts'
import { Unprompted } from './unprompted.ts'

afterEach(closeSessions)

/** A session whose first turn is over; `context` speaks for the agent from then on. */
async function between(quirks: Quirks = {}) {
  const contexts: PromptContext[] = []
  const { session } = await open(
    {
      prompt: async (context) => {
        contexts.push(context)
        await context.update({ sessionUpdate: 'tool_call', toolCallId: 'old', title: 'old' })
        return { stopReason: 'end_turn' }
      },
    },
    { quirks },
  )
  await run(session, 'first')
  const [context] = contexts
  if (context === undefined) throw new Error('no turn')
  /** Resolves when all that was sent is heard. */
  const heard = async () => {
    await context.update({ sessionUpdate: 'usage_update', used: contexts.length, size: 9 })
    await vi.waitFor(() => expect(session.view.context?.used).toBe(contexts.length))
  }
  const told = async () =>
    (await run(session, 'next')).drafts.filter((draft) => draft.type === 'notice').map(({ text }) => text)
  return { context, heard, told }
}

describe('what an agent does between its turns', () => {
  it('is told at the head of the next, once', async () => {
    const { context, heard, told } = await between()
    await context.update({ sessionUpdate: 'tool_call', toolCallId: 'new', title: 'look' })
    await context.update({ sessionUpdate: 'tool_call_update', toolCallId: 'new', status: 'completed' })
    await context.update(text('It is '))
    await context.update(text('done.\u001b'))
    const outcome = await ask(context, permission(BOTH))
    await heard()
    expect(outcome).toEqual({ outcome: { outcome: 'cancelled' } })
    expect(await told()).toEqual([
      'Between the turns Fake went on by itself: 2 steps; its last words: “It is done.\u001b”; 1 request of it refused, as no turn was open.',
    ])
    expect(await told()).toEqual([])
  })

  it('does not count what comes late of the turn before, nor what is about the session', async () => {
    const { context, heard, told } = await between()
    await context.update({ sessionUpdate: 'tool_call_update', toolCallId: 'old', status: 'completed' })
    await context.update({ sessionUpdate: 'session_info_update', title: 'x' })
    await heard()
    expect(await told()).toEqual([])
  })

  it('is bounded', async () => {
    const { context, heard, told } = await between()
    for (let n = 0; n < 150; n++)
      await context.update({ sessionUpdate: 'tool_call', toolCallId: `c${n}`, title: 'x' })
    await context.update(text('x'.repeat(20_000)))
    await heard()
    const [notice = ''] = await told()
    expect(notice).toContain('100 or more steps')
    expect(notice.length).toBeLessThan(700)
  })

  it('is not what an agent says of itself', async () => {
    const { context, heard, told } = await between(QUIRKS.gemini)
    await context.update(text('[MODE_UPDATE] autoEdit'))
    await heard()
    expect(await told()).toEqual([])
  })

  it.each([
    ['claude', QUIRKS.claude, '1 step; its last words: “w0”'],
    ['qwen', QUIRKS.qwen, 'hearth remote watch'],
  ])('is found in the recording of %s', (agent, quirks, words) => {
    const path = new URL(`./recordings/${agent}/background.jsonl`, import.meta.url)
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    const messages = lines.map(
      (line): { id?: number; method?: string; params?: { update?: unknown }; result?: object } =>
        JSON.parse(line).msg,
    )
    const end = messages.findIndex(({ result }) => result !== undefined && 'stopReason' in result)
    const unprompted = new Unprompted({ label: agent, quirks, isOld: () => false })
    for (const { method, params } of messages.slice(end + 1))
      if (method === 'session/update') unprompted.hear(params?.update)
    expect(unprompted.take()).toMatchObject([
      { code: 'agent.unprompted', text: expect.stringContaining(words) },
    ])
    expect(unprompted.take()).toEqual([])
  })
})
