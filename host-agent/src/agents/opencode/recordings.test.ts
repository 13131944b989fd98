import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ReplyResult } from '../driver.ts'
import { Recorder } from '../testing/recorder.ts'
import { Turn } from './turn.ts'
import { type Payload, readGlobalEvent, sessionOf } from './wire.ts'

/** Real recordings of `/global/event`, beside the repository or a folder above it; the real program is tested elsewhere. */
function findRecordings(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (folder !== dirname(folder)) {
    const found = join(folder, 'shared/fixtures/opencode-global-event')
    if (existsSync(found)) return found
    folder = dirname(folder)
  }
  return null
}

const recordings = findRecordings()
if (recordings === null)
  process.stderr.write('SKIPPED: no recordings of opencode’s events beside the repository\n')

type Heard = { event: Payload; directory: string | null }

function read(name: string): { heard: Heard[]; unread: string[] } {
  const lines = readFileSync(join(recordings ?? '', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  const values = lines.map((line): unknown => JSON.parse(line))
  const heard = values.map(readGlobalEvent).filter((entry) => entry !== null)
  const unread = values.flatMap((value) => {
    const { type } = (value as { payload: { type: string } }).payload
    return readGlobalEvent(value) === null && type !== 'sync' ? [type] : []
  })
  return { heard, unread }
}

/** Plays a recording into a turn: root and key are its first session and first prompt. */
function play(name: string, act: { cancelAt?: Payload['type'] } = {}) {
  const { heard } = read(name)
  const sink = new Recorder()
  const prompts = heard.flatMap(({ event }) =>
    event.type === 'message.updated' ? [event.properties.info] : [],
  )
  const root = sessionOf((heard[0] as Heard).event) ?? ''
  const gone = async (): Promise<ReplyResult> => 'gone'
  const replies = { permission: gone, question: gone }
  const turn = new Turn({ root, key: prompts[0]?.id ?? '', sink, replies, onSettled: () => undefined })
  for (const { event, directory } of heard) {
    if (event.type === act.cancelAt) turn.cancel()
    turn.hear(event, directory)
  }
  return { sink, heard, turn }
}

const DONE = { outcome: 'completed', stopReason: 'end_turn' }

describe.skipIf(recordings === null)('a recorded turn of opencode', () => {
  it.each([
    ['text-turn', DONE, 'w0 w1 w2 w3 ', []],
    ['bash-permission-once', DONE, 'done after tool: a.txt\nopencode.json\nx.txt\n', ['completed']],
    ['bash-permission-reject', DONE, '', ['failed']],
    [
      'bash-permission-reject-with-message',
      DONE,
      expect.stringMatching(/^done after tool: The user rejected/),
      ['failed'],
    ],
    ['edit-permission-once', DONE, 'done after tool: Wrote file successfully.', ['completed']],
    ['question', DONE, expect.stringContaining('"Which?"="A"'), ['completed']],
    [
      'subagent-permission',
      DONE,
      expect.stringMatching(/^done after tool: <task id/),
      ['completed', 'completed'],
    ],
    ['abort-mid-stream', { outcome: 'cancelled' }, 'w0 w1 w2 w3 w4 w5 w6 w7 ', []],
    ['abort-while-permission-pending', { outcome: 'cancelled' }, '', ['failed']],
  ])('%s', (name, how, text, tools) => {
    const { sink } = play(name)
    expect(sink.how).toEqual(how)
    expect(sink.text()).toEqual(text)
    expect([...sink.tools().values()].map((tool) => tool.status)).toEqual(tools)
    expect(sink.breaches).toEqual([])
    expect(sink.drafts.filter((draft) => draft.type === 'raw')).toEqual([])
  })

  it('steer-mid-turn: both prompts are one run, which settles once', () => {
    const { sink, heard } = play('steer-mid-turn')
    const texts = heard.flatMap(({ event }) => {
      const isText = event.type === 'message.part.updated' && event.properties.part.type === 'text'
      return isText ? [String(event.properties.part.text)] : []
    })
    expect(sink.how).toEqual(DONE)
    expect(sink.drafts.filter((draft) => draft.type === 'usage')).toHaveLength(2)
    expect(sink.text()).toContain(texts.at(-1))
    expect(sink.breaches).toEqual([])
  })

  it('reads every event, but for those that say nothing about a turn', () => {
    const names = ['text-turn', 'edit-permission-once', 'question', 'subagent-permission', 'abort-mid-stream']
    const unread = new Set(names.flatMap((name) => read(name).unread))
    expect(
      [...unread].filter((type) => !/^(session\.diff|file\.|server\.|plugin\.|catalog\.)/.test(type)),
    ).toEqual([])
  })

  it('asks a person for what a subagent wants', () => {
    const { sink } = play('subagent-permission')
    expect(sink.requests).toMatchObject([
      { kind: 'permission', ask: { type: 'command', command: 'cat a.txt' } },
    ])
  })

  it('shows a subagent’s tools inside the call that made it, and none of its words', () => {
    const { sink } = play('subagent-permission')
    const [[task, above] = [], [, below] = []] = [...sink.tools()]
    expect([above?.kind, above?.parent]).toEqual(['think', undefined])
    expect([below?.kind, below?.parent]).toEqual(['execute', task])
    expect(sink.text()).not.toMatch(/^done after tool: hi/)
  })

  it('takes a pending request back when the turn is stopped, and asks nothing more', async () => {
    const { sink } = play('abort-while-permission-pending', { cancelAt: 'session.error' })
    expect(sink.gone).toEqual(sink.requests.map((request) => request.id))
    const [request] = sink.requests
    if (request?.kind === 'permission') expect(await request.reply({ allow: true })).toBe('gone')
    expect(play('abort-while-permission-pending', { cancelAt: 'session.status' }).sink.requests).toEqual([])
  })

  it('tells nothing twice when the whole recording comes again', () => {
    const { heard } = read('bash-permission-once')
    const once = play('bash-permission-once').sink.drafts
    const { sink, turn } = play('bash-permission-once')
    for (const { event, directory } of heard) turn.hear(event, directory)
    expect(sink.drafts).toEqual(once)
  })
})
