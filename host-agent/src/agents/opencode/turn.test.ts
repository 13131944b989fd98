import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Recorder } from '../testing/recorder.ts'
import { Turn } from './turn.ts'
import { MessageRecord, readGlobalEvent } from './wire.ts'

const info = (more: object) => ({
  id: 'msg_2',
  sessionID: 'ses_1',
  role: 'assistant',
  parentID: 'msg_1',
  ...more,
})
const answer = (time: object) =>
  info({
    time: { created: 2, ...time },
    modelID: 'm',
    providerID: 'p',
    mode: 'build',
    path: { cwd: '/', root: '/' },
    cost: 0,
    tokens: { input: 1, output: 1, reasoning: 0, cache: { read: 0, write: 0 } },
  })
const text = {
  id: 'prt_1',
  sessionID: 'ses_1',
  messageID: 'msg_2',
  type: 'text',
  text: 'all of it',
  time: { start: 2, end: 3 },
}

it('tells what the record holds of an answer before the turn that it ends is settled', () => {
  const sink = new Recorder()
  const gone = async () => 'gone' as const
  const replies = { permission: gone, question: gone }
  const turn = new Turn({ root: 'ses_1', key: 'msg_1', sink, replies, onSettled: () => undefined })
  const hear = (type: string, properties: object) => {
    const heard = readGlobalEvent({ directory: '/', payload: { type, properties } })
    if (heard === null) throw new Error(`${type} is not read`)
    turn.hear(heard.event, '/')
  }
  hear('message.updated', { info: { id: 'msg_1', sessionID: 'ses_1', role: 'user', time: { created: 1 } } })
  hear('message.updated', { info: answer({}) })
  turn.freeze()
  hear('session.idle', { sessionID: 'ses_1' })
  expect(turn.state()).toBe('closing')
  turn.read([v.parse(MessageRecord, { info: answer({ completed: 3 }), parts: [text] })])
  expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
  expect(sink.text()).toBe('all of it')
  expect(sink.breaches).toEqual([])
})

/** A turn that has its prompt and an open answer, and what may be told of it. */
function startTurn(servers: readonly string[] = []) {
  const sink = new Recorder()
  const gone = async () => 'gone' as const
  let lingered = 0
  const turn = new Turn({
    ...{ root: 'ses_1', key: 'msg_1', sink, replies: { permission: gone, question: gone } },
    servers: () => servers,
    onSettled: () => undefined,
    onLingering: () => {
      lingered += 1
    },
  })
  const hear = (type: string, properties: object) => {
    const heard = readGlobalEvent({ directory: '/', payload: { type, properties } })
    if (heard === null) throw new Error(`${type} is not read`)
    turn.hear(heard.event, '/')
  }
  const prompt = (id: string, created: number) =>
    hear('message.updated', { info: { id, sessionID: 'ses_1', role: 'user', time: { created } } })
  const answered = (id: string, parentID: string, time: { created: number; completed?: number }) =>
    hear('message.updated', {
      info: { id, sessionID: 'ses_1', role: 'assistant', parentID, finish: 'stop', time },
    })
  const idle = () => hear('session.idle', { sessionID: 'ses_1' })
  prompt('msg_1', 1)
  answered('msg_2', 'msg_1', { created: 2 })
  return { turn, sink, prompt, answered, idle, lingered: () => lingered }
}

describe('a request about a tool of an MCP server', () => {
  const part = (state: object) => ({
    part: {
      ...{ id: 'prt_9', sessionID: 'ses_1', messageID: 'msg_2', callID: 'call_1' },
      ...{ type: 'tool', tool: 'notes_add', state },
    },
  })
  const tool = { messageID: 'msg_2', callID: 'call_1' }
  const asking = { id: 'per_1', sessionID: 'ses_1', permission: 'notes_add', patterns: ['*'], metadata: {} }
  const started = () => {
    const { turn, sink } = startTurn(['notes'])
    const hear = (type: string, properties: object) => {
      const heard = readGlobalEvent({ directory: '/', payload: { type, properties } })
      if (heard === null) throw new Error(`${type} is not read`)
      turn.hear(heard.event, '/')
    }
    return { sink, hear }
  }
  const MCP = { ask: { type: 'mcp', server: 'notes', tool: 'add', input: '{"text":"hi"}' } }

  it('waits for what it is called with, which comes a moment later', () => {
    const { sink, hear } = started()
    hear('message.part.updated', part({ status: 'pending', input: {} }))
    hear('permission.asked', { ...asking, tool })
    expect(sink.requests).toEqual([])
    hear('message.part.updated', part({ status: 'running', input: { text: 'hi' } }))
    expect(sink.requests).toMatchObject([MCP])
    hear('message.part.updated', part({ status: 'running', input: { text: 'hi' }, title: 'add' }))
    expect(sink.requests).toHaveLength(1)
  })

  it('is told at once where that is known, or nobody will tell it', () => {
    const known = started()
    known.hear('message.part.updated', part({ status: 'running', input: { text: 'hi' } }))
    known.hear('permission.asked', { ...asking, tool })
    expect(known.sink.requests).toMatchObject([MCP])
    const unknown = started()
    unknown.hear('permission.asked', asking)
    expect(unknown.sink.requests).toMatchObject([{ ask: { type: 'other' } }])
  })

  it('is not told any more once somebody has replied to it', () => {
    const { sink, hear } = started()
    hear('message.part.updated', part({ status: 'pending', input: {} }))
    hear('permission.asked', { ...asking, tool })
    hear('permission.replied', { sessionID: 'ses_1', requestID: 'per_1', reply: 'reject' })
    hear('message.part.updated', part({ status: 'error', input: { text: 'hi' }, error: 'no' }))
    expect(sink.requests).toEqual([])
  })
})

describe('a turn that is steered', () => {
  it('goes on with the answer to a steering prompt, and ends once', () => {
    const { turn, sink, prompt, answered, idle } = startTurn()
    turn.prompts.give('msg_3')
    prompt('msg_3', 3)
    answered('msg_2', 'msg_1', { created: 2, completed: 4 })
    expect(sink.joins).toEqual([])
    answered('msg_4', 'msg_3', { created: 5, completed: 6 })
    expect(sink.joins).toEqual(['msg_3'])
    idle()
    expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
    expect(sink.breaches).toEqual([])
  })

  it('does not end before it is known what became of a steering prompt', () => {
    const { turn, sink, prompt, answered, idle, lingered } = startTurn()
    turn.prompts.give('msg_3')
    answered('msg_2', 'msg_1', { created: 2, completed: 4 })
    idle()
    expect([turn.state(), lingered(), sink.how]).toEqual(['lingering', 1, null])
    // The end of the answer is told again, as when the record is read.
    answered('msg_2', 'msg_1', { created: 2, completed: 4 })
    expect(turn.state()).toBe('lingering')
    prompt('msg_3', 5)
    answered('msg_4', 'msg_3', { created: 6, completed: 7 })
    expect([turn.state(), sink.joins]).toEqual(['answered', ['msg_3']])
    idle()
    expect(sink.how?.outcome).toBe('completed')
  })

  it('ends without a prompt that opencode will not answer', () => {
    const { turn, sink, prompt, answered, idle } = startTurn()
    turn.prompts.give('msg_3')
    prompt('msg_3', 3)
    answered('msg_2', 'msg_1', { created: 2, completed: 4 })
    idle()
    turn.prompts.drop('msg_3')
    turn.sign('late')
    expect([sink.joins, sink.how?.outcome]).toEqual([[], 'completed'])
  })

  it('has taken in every prompt that was stored before the one that is answered, in that order', () => {
    const { turn, sink, prompt, answered } = startTurn()
    for (const key of ['msg_3', 'msg_4', 'msg_5']) turn.prompts.give(key)
    for (const [key, at] of [
      ['msg_4', 3],
      ['msg_3', 4],
      ['msg_5', 5],
    ] as const)
      prompt(key, at)
    answered('msg_6', 'msg_3', { created: 6 })
    expect(sink.joins).toEqual(['msg_4', 'msg_3'])
    expect(turn.prompts.waiting()).toEqual(['msg_5'])
  })

  it('takes a late word about an older turn for nothing of its own', () => {
    const { sink, prompt, answered, idle } = startTurn()
    prompt('msg_9', 0)
    answered('msg_99', 'msg_9', { created: 9, completed: 10 })
    idle()
    expect(sink.how).toBeNull()
  })
})
