import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ReplyResult } from '../driver.ts'
import { Recorder } from '../testing/recorder.ts'
import { Turn } from './turn.ts'
import { type Payload, readGlobalEvent, sessionOf } from './wire.ts'

type Heard = { event: Payload; directory: string | null }

/** What opencode 1.18.33 said, as `/global/event` brought it; see docs/agents/opencode.md. */
function read(name: string): Heard[] {
  const text = readFileSync(new URL(`./recordings/${name}.jsonl`, import.meta.url), 'utf8')
  const lines = text.trim().split('\n')
  return lines.map((line) => readGlobalEvent(JSON.parse(line))).filter((heard) => heard !== null)
}

/** Plays a recording into the turn of its first prompt; the session's other prompts were given to that turn. */
function play(name: string, act: { stop?: boolean } = {}) {
  const heard = read(name)
  const root = heard.map(({ event }) => sessionOf(event)).find((session) => session !== null) ?? ''
  const prompts = heard.flatMap(({ event }) =>
    event.type === 'message.updated' && event.properties.info.role === 'user' ? [event.properties.info] : [],
  )
  const [own = '', ...given] = new Set(prompts.flatMap((info) => (info.sessionID === root ? [info.id] : [])))
  const sink = new Recorder()
  const gone = async (): Promise<ReplyResult> => 'gone'
  const turn = new Turn({
    ...{ root, key: own, sink, replies: { permission: gone, question: gone } },
    onSettled: () => undefined,
  })
  for (const key of given) turn.prompts.give(key)
  for (const { event, directory } of heard) {
    if (act.stop === true && event.type === 'session.error') turn.cancel()
    turn.hear(event, directory)
  }
  return { sink, turn, given }
}

const DONE = { outcome: 'completed', stopReason: 'end_turn' }

describe('a recorded turn that is steered', () => {
  it.each(['steer-while-permission-pending', 'steer-twice'])('%s: all join, and it ends once', (name) => {
    const { sink, given } = play(name)
    expect(given.length).toBeGreaterThan(0)
    expect(sink.joins).toEqual(given)
    expect(sink.how).toEqual(DONE)
    expect(sink.breaches).toEqual([])
  })

  it.each([
    ['steer-left-by-abort', { outcome: 'cancelled' }],
    ['steer-left-by-refusal', DONE],
  ])('%s: waits until the prompt that nobody answered is taken back', (name, how) => {
    const { sink, turn, given } = play(name, { stop: name.endsWith('abort') })
    expect([turn.state(), sink.joins]).toEqual(['lingering', []])
    for (const key of given) turn.prompts.drop(key)
    turn.sign('late')
    expect(sink.how).toEqual(how)
    expect(sink.breaches).toEqual([])
  })

  it('steer-and-abort-at-once: what begins a run of its own counts as this turn’s', () => {
    const { sink, given } = play('steer-and-abort-at-once', { stop: true })
    expect(sink.joins).toEqual(given)
    expect(sink.text()).toContain('a run of its own')
    expect(sink.how).toEqual(DONE)
    expect(sink.breaches).toEqual([])
  })
})

describe('a recorded slash command', () => {
  it('is a turn under our own id', () => {
    const { sink } = play('command')
    expect([sink.text(), sink.how]).toEqual(['hello you', DONE])
  })

  it('that has a sub-agent is one turn, with opencode’s own prompt in it', () => {
    const { sink } = play('command-subtask')
    expect(sink.how).toEqual(DONE)
    expect([...sink.tools().values()].map(({ kind, status }) => [kind, status])).toEqual([
      ['think', 'completed'],
    ])
    expect(sink.text()).not.toContain('in sub')
    expect(sink.breaches).toEqual([])
  })
})
