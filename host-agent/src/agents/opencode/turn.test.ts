import * as v from 'valibot'
import { expect, it } from 'vitest'
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
