import { RequestError } from '@agentclientprotocol/sdk'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type PromptContext, type Script, text } from '../testing/fake-acp/fake.ts'
import { closeSessions, open } from '../testing/fake-acp/open.ts'
import { begin } from '../testing/recorder.ts'
import { steer } from '../testing/steer-suite.ts'
import { QUIRKS } from './quirks/index.ts'
import type { Quirks } from './spec.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await closeSessions()
})

const STEERS = { initialize: { _meta: { steering: { supported: true } } } }
const END = { stopReason: 'end_turn' }

/** An agent whose turn runs until `end` is called; `steered` says how it answers what is to steer it. */
function steerable(steered: NonNullable<Script['on']>[string]) {
  const turns: { context: PromptContext; end(answer?: unknown): void }[] = []
  const script: Script = {
    ...STEERS,
    prompt: async (context) => {
      await context.update(text('begun '))
      return new Promise((resolve) => turns.push({ context, end: (answer = END) => resolve(answer) }))
    },
    on: { '_session/steering': steered },
  }
  return { script, turns }
}

async function running(steered: NonNullable<Script['on']>[string], quirks: Quirks = {}) {
  const { script, turns } = steerable(steered)
  const { session, fake } = await open(script, { quirks })
  const begun = begin(session, 'go')
  await begun.sink.until(() => begun.sink.isAccepted)
  await vi.waitFor(() => expect(turns).toHaveLength(1))
  const turn = turns[0]
  if (turn === undefined) throw new Error('no turn')
  const calls = () => fake.calls.filter(({ method }) => method === '_session/steering')
  return { session, fake, turns, turn, calls, ...begun }
}

describe('an agent that can be steered', () => {
  it('says so at its start, and never begins a turn of its own for it', async () => {
    const { session, sink, done, turn, calls } = await running(() => ({ outcome: 'injected' }))
    const { key, given } = steer(session, 'left here')
    await sink.until(() => sink.joins.length === 1)
    await turn.context.update(text('steered'))
    turn.end()
    await done
    expect(await given).toBe('joined')
    expect(sink.joins).toEqual([key])
    // What it says after it stands in a block of its own.
    expect(sink.drafts).toMatchObject([
      { block: 'message-1', text: 'begun ' },
      { block: 'message-2', text: 'steered' },
    ])
    expect(calls()[0]?.params).toEqual({
      sessionId: 'fake-1',
      prompt: [{ type: 'text', text: 'left here' }],
      _meta: { steering: { idleBehavior: 'promptRequired' } },
    })
    expect(sink.breaches).toEqual([])
  })

  it('takes several in, one after the other', async () => {
    const answers: (() => void)[] = []
    const { session, sink, done, turn, calls } = await running(
      () => new Promise((resolve) => answers.push(() => resolve({ outcome: 'injected' }))),
    )
    const given = ['one', 'two', 'three'].map((words) => steer(session, words))
    for (let n = 1; n <= 3; n++) {
      await vi.waitFor(() => expect(answers).toHaveLength(n))
      expect(calls()).toHaveLength(n)
      answers[n - 1]?.()
    }
    await sink.until(() => sink.joins.length === 3)
    turn.end()
    await done
    expect(sink.joins).toEqual(given.map(({ key }) => key))
    expect(await Promise.all(given.map((one) => one.given))).toEqual(['joined', 'joined', 'joined'])
  })

  it('sends what was left in an earlier life as a turn, once', async () => {
    const { session, sink, done, turn } = await running(() => ({ outcome: 'promptRequired' }))
    const { key, given } = steer(session, 'too late')
    turn.end()
    await done
    expect([await given, sink.how?.outcome]).toEqual(['left', 'completed'])
    await session.close()
    const prompts: string[] = []
    const later = await open(
      {
        ...STEERS,
        prompt: ({ text: words }) => {
          prompts.push(words)
          return END
        },
      },
      { resume: session.id },
    )
    expect(await later.session.recover(key)).toMatchObject({ found: 'unreadable' })
    const sent = begin(later.session, 'too late', key)
    await sent.done
    expect(sent.sink.how?.outcome).toBe('completed')
    await begin(later.session, 'too late', key).done
    expect(prompts).toEqual(['too late'])
  })

  it('that finds no turn any more leaves the prompt, which is sent later under its key', async () => {
    const { session, sink, done, turn, turns } = await running(() => ({
      outcome: 'promptRequired',
      reason: 'noRunningTurn',
    }))
    const { key, given } = steer(session, 'too late')
    turn.end()
    await done
    expect(await given).toBe('left')
    expect([sink.joins, sink.breaches]).toEqual([[], []])
    const again = begin(session, 'too late', key)
    await vi.waitFor(() => expect(turns).toHaveLength(2))
    turns[1]?.end()
    await again.done
    expect(turns[1]?.context.text).toBe('too late')
  })

  it.each([
    [-32602, 'AgentError'],
    [-32601, 'AgentError'],
    [-32603, 'Error'],
    [7, 'Error'],
  ])('that answers with error %i: %s', async (code, name) => {
    const { session, sink, done, turn } = await running(() => {
      throw new RequestError(code, 'no')
    })
    const { key, given } = steer(session, 'x')
    await expect(given).rejects.toMatchObject({ name })
    turn.end()
    await done
    expect([sink.joins, sink.breaches]).toEqual([[], []])
    // What it certainly has not got may be sent again.
    if (name === 'AgentError') expect(await session.recover(key)).toEqual({ found: 'absent' })
    else expect(await session.recover(key)).toMatchObject({ found: 'unreadable' })
  })

  it('that answers what nobody knows', async () => {
    const { session, done, turn } = await running(() => ({ outcome: 'startedNewTurn' }))
    const { given } = steer(session, 'x')
    await expect(given).rejects.toMatchObject({ name: 'Error' })
    turn.end()
    await done
  })

  it('whose word comes after its turn’s answer is waited for', async () => {
    let answer: (value: unknown) => void = () => undefined
    const { session, sink, done, turn, calls } = await running(
      () => new Promise((resolve) => (answer = resolve)),
    )
    const { key, given } = steer(session, 'x')
    const waiting = steer(session, 'y')
    await vi.waitFor(() => expect(calls()).toHaveLength(1))
    turn.end()
    await turn.context.update({ sessionUpdate: 'usage_update', used: 1, size: 2 })
    await vi.waitFor(() => expect(session.view.context).not.toBeNull())
    expect(sink.how).toBeNull()
    answer({ outcome: 'injected' })
    await done
    expect([await given, sink.joins]).toEqual(['joined', [key]])
    expect(await waiting.given).toBe('left')
    expect(calls()).toHaveLength(1)
    expect(sink.breaches).toEqual([])
  })

  it('that never answers is not steered again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { session, sink, done, turn, calls } = await running(() => new Promise(() => undefined))
    const { given } = steer(session, 'x')
    await vi.waitFor(() => expect(calls()).toHaveLength(1))
    turn.end()
    await vi.advanceTimersByTimeAsync(60_000)
    await done
    vi.useRealTimers()
    await expect(given).rejects.toMatchObject({ name: 'Error' })
    expect(sink.how?.outcome).toBe('completed')
    expect(session.steer).toBeNull()
  })

  it('that is cut off: it is not known', async () => {
    const { session, fake, sink, done } = await running(() => new Promise(() => undefined))
    const { given } = steer(session, 'x')
    const waiting = steer(session, 'y')
    fake.die()
    await done
    await expect(given).rejects.toMatchObject({ name: 'Error' })
    expect(await waiting.given).toBe('left')
    expect(sink.how).toMatchObject({ outcome: 'failed', error: { code: 'agent.exited' } })
    expect(sink.breaches).toEqual([])
  })

  it('takes nothing in when its turn is being stopped, or none runs', async () => {
    const { session, sink, done, turn, calls } = await running(() => ({ outcome: 'injected' }))
    await session.cancel()
    await expect(steer(session, 'x').given).rejects.toMatchObject({ name: 'AgentError' })
    turn.end()
    await done
    expect(sink.how).toEqual({ outcome: 'cancelled' })
    await expect(steer(session, 'x').given).rejects.toMatchObject({ name: 'AgentError' })
    expect(calls()).toEqual([])
  })

  it('takes a bounded number', async () => {
    const { session, done, turn } = await running(() => new Promise(() => undefined))
    const given = Array.from({ length: 17 }, (_, n) => steer(session, `${n}`).given)
    await expect(given[16]).rejects.toMatchObject({ name: 'AgentError' })
    turn.context.die()
    await done
  })

  it('that would go on with it after a stop is ended with its turn', async () => {
    const keeps = { keepsSteers: true }
    const stopped = await running(() => ({ outcome: 'injected' }), keeps)
    steer(stopped.session, 'x')
    await stopped.sink.until(() => stopped.sink.joins.length === 1)
    await stopped.session.cancel()
    stopped.turn.end()
    await stopped.session.ended
    await stopped.done
    expect(stopped.sink.how).toEqual({ outcome: 'cancelled' })
    const completed = await running(() => ({ outcome: 'injected' }), keeps)
    steer(completed.session, 'x')
    completed.turn.end()
    await completed.done
    expect(begin(completed.session, 'on').sink.how).toBeNull()
    await vi.waitFor(() => expect(completed.turns).toHaveLength(2))
    completed.turns[1]?.end()
  })

  it('has no key of the running turn’s place for what joins it', async () => {
    const { session, done, turn } = await running(() => ({ outcome: 'injected' }))
    expect(session.mintKey()).toMatch(/^acp\.j\./)
    turn.end()
    await done
    expect(session.mintKey()).toMatch(/^acp\.1\./)
  })
})

describe('an agent that can’t', () => {
  it('is not steered', async () => {
    const { session } = await open({})
    expect(session.steer).toBeNull()
  })
})

describe('an agent that fetches what was said meanwhile', () => {
  const image = [{ type: 'image' as const, mimeType: 'image/png' as const, data: 'AAAA' }]
  const METHOD = 'craft/drainMidTurnQueue'

  async function fetching() {
    const contexts: PromptContext[] = []
    let end: () => void = () => undefined
    const opened = await open(
      {
        prompt: async (context) => {
          contexts.push(context)
          await context.update(text('begun '))
          return new Promise((resolve) => {
            end = () => resolve(END)
          })
        },
      },
      { quirks: QUIRKS.qwen },
    )
    const begun = begin(opened.session, 'go')
    await begun.sink.until(() => begun.sink.isAccepted && begun.sink.text() !== '')
    const [context] = contexts
    if (context === undefined) throw new Error('no turn')
    return { ...opened, ...begun, fetch: (params = {}) => context.ask(METHOD, params), end: () => end() }
  }

  it('gets all that waits at once, and what it does not fetch is left', async () => {
    const { session, sink, done, fetch, end } = await fetching()
    expect(await fetch()).toEqual({ messages: [] })
    const given = [steer(session, 'one'), steer(session, 'two')]
    // In a turn that it began itself it gets nothing.
    expect(await fetch({ promptId: 'own' })).toEqual({ messages: [] })
    expect(await fetch()).toEqual({ messages: ['one', 'two'] })
    const late = steer(session, 'three')
    const key = session.mintKey()
    const shown = session.steer?.({ key, content: image })
    await expect(shown).rejects.toMatchObject({ name: 'AgentError', code: 'agent.unsupported' })
    end()
    await done
    expect(sink.joins).toEqual(given.map(({ key: own }) => own))
    expect(await Promise.all(given.map((one) => one.given))).toEqual(['joined', 'joined'])
    expect(await late.given).toBe('left')
    expect(await fetch()).toEqual({ messages: [] })
    expect(sink.breaches).toEqual([])
  })

  it('gets nothing when it is being stopped', async () => {
    const { session, sink, done, fetch, end } = await fetching()
    const { given } = steer(session, 'one')
    await session.cancel()
    expect(await fetch()).toEqual({ messages: [] })
    end()
    await done
    expect([await given, sink.joins]).toEqual(['left', []])
  })
})
