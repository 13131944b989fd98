import { join } from 'node:path'
import { HearthError, type SessionSummary } from '@hearth/shared/protocol'
import {
  type Block,
  type Piece,
  piecesOf,
  queryWords,
  type SessionState,
  type Turn,
} from '@hearth/shared/session'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Harness } from '../sessions/testing/harness.ts'
import { encodeTurn } from '../store/codec.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { tempFolder } from '../worktrees/testing.ts'
import type { Search } from './api.ts'
import { MAX_SEARCHES, SEARCH_MAX_TURN, SEARCH_MS, SEARCH_WHOLE } from './limits.ts'
import { openSearch } from './search.ts'

const id = (n: number): string => n.toString(16).padStart(32, '0')
const IMAGE = 'aHVudGVyMg=='

const aTurn = (n: number, asked: string, answer: string, output: string): Turn => {
  const tool: Block = {
    ...{ type: 'tool', n: 1, call: 'call_hidden', parent: null, title: 'Run it', kind: 'execute' },
    ...{ status: 'completed', input: JSON.stringify({ command: output }), locations: [] },
    ...{ content: [{ type: 'text', text: output }], startedAt: 5, updatedAt: 6 },
  }
  return {
    n,
    prompt: {
      id: id(n),
      content: [
        { type: 'text', text: asked },
        { type: 'image', mimeType: 'image/png', data: IMAGE },
      ],
      ...{ by: null, at: n, delivery: 'queue', undigested: false, edits: 0 },
    },
    ...{ agent: 'opencode', memory: null, digest: null, retryOf: null, state: 'completed', stopReason: null },
    ...{ error: null, joined: null, stopping: null, quiet: null, resolved: null, open: [], plan: [] },
    ...{ requests: [], notices: [], startedAt: 3, settledAt: 4 },
    usage: { input: 0, output: 0, cached: 0, reasoning: 0, cost: 0 },
    blocks: [{ type: 'message', n: 0, text: answer }, tool],
  }
}

let folder: { path: string; remove(): void }
let db: HostDatabase
let sessions: SessionSummary[]
let now: () => number
let search: Search
/** Turns that have not ended, by session. */
let live: Map<string, Turn>

beforeEach(() => {
  folder = tempFolder()
  db = openDatabase(join(folder.path, 'host.db'))
  now = () => 0
  live = new Map()
  sessions = []
  const open = (session: string) => ({
    snapshot: () => ({ current: live.get(session) ?? null, queued: [] }) as unknown as SessionState,
    close: () => undefined,
  })
  search = openSearch({
    db,
    sessions: { summaries: () => sessions, open: open as never },
    now: () => now(),
  })
})
afterEach(() => {
  db.close()
  folder.remove()
})

const keep = (number: number, turns: readonly Turn[]): void => {
  db.prepare('INSERT INTO session VALUES (?, ?, ?, ?, 0)').run(number, id(number), '{}', '{}')
  const insert = db.prepare('INSERT INTO turn VALUES (?, ?, ?)')
  for (const turn of turns) insert.run(number, turn.n, encodeTurn(turn))
  const summary = { id: id(number), updatedAt: number, state: 'completed', queued: 0 }
  sessions.push(summary as SessionSummary)
}
const find = (query: string, over: { session?: string; limit?: number } = {}) =>
  search.find({ query, session: over.session ?? null, limit: over.limit ?? 100 }, 'alice')

describe('a search', () => {
  it('tells the newest session first, the newest turn of it first, and marks the find', async () => {
    keep(1, [aTurn(1, 'Where is the Café?', 'Here.', 'ls')])
    keep(2, [aTurn(1, 'cafe', 'no', 'no'), aTurn(2, 'x', 'The CAFÉ closes.\nAt nine.', 'no')])
    const { hits, more } = await find('cafe')
    expect(hits.map(({ session, turn, block, by }) => [session, turn, block, by])).toEqual([
      [id(2), 2, 0, 'agent'],
      [id(2), 1, null, 'person'],
      [id(1), 1, null, 'person'],
    ])
    expect(hits.map(({ text, from, to }) => text.slice(from, to))).toEqual(['CAFÉ', 'cafe', 'Café'])
    expect(more).toBe(false)
  })

  it('stays within one session when asked, and knows which there are', async () => {
    keep(1, [aTurn(1, 'needle', '', '')])
    keep(2, [aTurn(1, 'needle', '', '')])
    expect((await find('needle', { session: id(1) })).hits).toHaveLength(1)
    await expect(find('needle', { session: id(3) })).rejects.toMatchObject({ code: 'host.unknown_session' })
  })

  it('says that there is more than it tells', async () => {
    keep(1, [aTurn(1, 'needle', 'needle', 'needle')])
    expect(await find('needle', { limit: 2 })).toMatchObject({ hits: { length: 2 }, more: true })
    expect(await find('needle', { limit: 3 })).toMatchObject({ hits: { length: 3 }, more: false })
  })

  it('ends when its time is over, with what it has', async () => {
    keep(1, [aTurn(1, 'needle', '', '')])
    keep(2, [aTurn(1, 'needle', '', '')])
    let calls = 0
    now = () => (++calls < 8 ? 0 : SEARCH_MS)
    const { hits, more } = await find('needle')
    expect(hits.length).toBeLessThan(2)
    expect(more).toBe(true)
  })

  it('ends the last one of the same device, and refuses too many others', async () => {
    for (let n = 1; n <= 50; n++) keep(n, [aTurn(1, 'needle', '', '')])
    // Every step takes long: each search waits for its next slice.
    let ms = 0
    now = () => (ms += 10)
    const first = find('needle')
    const others = Array.from({ length: MAX_SEARCHES - 1 }, (_, n) =>
      search.find({ query: 'needle', session: null, limit: 1 }, `device ${n}`),
    )
    await expect(search.find({ query: 'x', session: null, limit: 1 }, 'mallory')).rejects.toEqual(
      new HearthError('host.busy'),
    )
    const second = find('needle')
    expect((await first).more).toBe(true)
    await second
    await Promise.all(others)
    expect((await search.find({ query: 'needle', session: null, limit: 1 }, 'mallory')).hits).toHaveLength(1)
  })

  it('leaves out what is too large to fetch, and says so', async () => {
    keep(1, [aTurn(1, 'needle', 'x'.repeat(SEARCH_MAX_TURN), '')])
    expect(await find('needle')).toEqual({ hits: [], more: true })
  })

  it.each([IMAGE, 'call_hidden', 'stopReason', 'image/png', id(1)])(
    'finds nothing that nobody sees: %s',
    async (hidden) => {
      keep(1, [aTurn(1, 'a prompt', 'an answer', 'an output')])
      expect((await find(hidden)).hits).toEqual([])
    },
  )

  it('finds what agents wrote as escapes', async () => {
    const turn = aTurn(1, '', '', '')
    const [message, tool] = turn.blocks as [Block, Extract<Block, { type: 'tool' }>]
    keep(1, [{ ...turn, blocks: [message, { ...tool, input: '{"command":"caf\\u00e9 \\\\d"}' }] }])
    expect((await find('café \\d')).hits).toMatchObject([{ block: 1, text: 'café \\d' }])
  })

  it('finds what has not ended, each turn once', async () => {
    keep(1, [aTurn(1, 'needle', '', '')])
    live.set(id(1), { ...aTurn(2, 'needle', '', ''), state: 'running' })
    sessions[0] = { ...sessions[0], state: 'running' } as SessionSummary
    expect((await find('needle')).hits.map(({ turn }) => turn)).toEqual([2, 1])
  })
})

const words = fc
  .array(
    fc.oneof(
      fc.constantFrom('é', 'Å', 'b', 'A', ' ', '\n', '"', '\\', '–', '\\u00e9'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ')

describe('whatever was said', () => {
  it.each([0, SEARCH_WHOLE])('what is found is there, and all of it (%i more bytes a turn)', async (size) => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(words, words, words), { maxLength: 3 }),
        words,
        async (said, query) => {
          number += 1
          sessions = []
          const turns = said.map((texts, n) =>
            aTurn(n + 1, `${texts[0]}${'.'.repeat(size)}`, texts[1], texts[2]),
          )
          keep(number, turns)
          const { hits } = await find(query)
          const wanted = queryWords(query)
          const isFound = ({ text }: Piece): boolean => wanted.every((word) => plain(text).includes(word))
          const expected = turns
            .toReversed()
            .flatMap((turn) => [...piecesOf(turn)].filter(isFound).map(({ block }) => [turn.n, block]))
          expect(hits.map(({ turn, block }) => [turn, block])).toEqual(wanted.length === 0 ? [] : expected)
          for (const { text, from, to } of hits)
            expect(wanted.some((word) => plain(text.slice(from, to)).includes(word))).toBe(true)
        },
      ),
      { numRuns: size === 0 ? 80 : 5 },
    )
  })
})

it('finds in real sessions what is asked and what was', async () => {
  const host = new Harness()
  try {
    const real = openSearch({ db: host.db, sessions: host.sessions })
    const session = await host.session()
    await host.prompt(session, 'Mend the login')
    await host.settle()
    const found = () => real.find({ query: 'LOGIN', session: null, limit: 5 }, 'alice')
    expect((await found()).hits).toMatchObject([{ session, turn: 1, by: 'person', text: 'Mend the login' }])
    await host.done(host.sessions.stop(session, 1, 'a1'.repeat(16)))
    await host.settle()
    expect(host.sessions.summaries()[0]?.state).toBe('cancelled')
    expect((await found()).hits).toHaveLength(1)
  } finally {
    await host.end()
  }
})
