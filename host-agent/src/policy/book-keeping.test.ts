import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { RuleDraft } from '@hearth/shared/session'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import type { RuleAuthor, RuleBook } from './api.ts'
import { openRules } from './book.ts'
import {
  MAX_IMPORT_BYTES,
  MAX_PAST_BYTES,
  MAX_REMOVED,
  MAX_RULE_BYTES,
  MAX_RULES,
  UNDO_MS,
} from './limits.ts'
import { followedOnce } from './memo.ts'
import { suggest } from './suggest.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf } from './testing.ts'

const OWNER: RuleAuthor = { kind: 'owner' }
const npmTest = draftOf('allow', commandWhat('npm test'))
const noPush = draftOf('deny', commandWhat('git push'))
const named = (name: string) => draftOf('deny', { type: 'tool', name })

let home: string
let db: HostDatabase
let clock: number
let ids: string[]
let book: RuleBook

const open = (): RuleBook =>
  openRules({
    db,
    ground: GROUND,
    randomId: () => ids.shift() ?? 'f'.repeat(16),
    now: () => clock,
    record: async () => undefined,
    warn: () => undefined,
  })
const id = (letter: string) => letter.repeat(16)
const count = (table: 'rule' | 'rule_use' | 'asked') =>
  (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
const fileOf = (...rules: unknown[]) => JSON.stringify({ hearth: 'rules', v: 1, rules })
const faultOf = async (run: () => unknown): Promise<string> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof HearthError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'none'
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-keeping-'))
  db = openDatabase(join(home, 'host.db'))
  clock = 1_800_000_000_000
  ids = ['b', 'a', 'd', 'c'].map(id)
  book = open()
})

afterEach(() => {
  db.close()
  rmSync(home, { recursive: true, force: true })
})

describe('rules that are over', () => {
  it('leave the disk at the next start, with what was counted of them', async () => {
    const { id: gone } = await book.add(noPush, OWNER)
    await book.add({ ...npmTest, expiresAt: clock + 10 }, OWNER)
    const { id: kept } = await book.add(named('x'), OWNER)
    const starter = book.judge(commandOf('cat a')).rule ?? ''
    for (const rule of [gone, kept, starter]) book.used(rule)
    await book.remove(gone, OWNER)
    clock += UNDO_MS + 1
    expect(open().list().rules).toMatchObject([{ id: kept, used: 1 }])
    expect(count('rule')).toBe(1)
    const counted = db.prepare('SELECT id FROM rule_use ORDER BY id').all()
    expect(counted).toEqual([kept, starter].sort().map((rule) => ({ id: rule })))
  })

  it('leave it at the next change as well', async () => {
    const { id: gone } = await book.add(noPush, OWNER)
    await book.add({ ...npmTest, expiresAt: clock + 10 }, OWNER)
    await book.remove(gone, OWNER)
    clock += UNDO_MS + 1
    await book.add(named('x'), OWNER)
    expect(count('rule')).toBe(1)
  })

  it('do not come back once their time is up', async () => {
    const { id: gone } = await book.add({ ...npmTest, expiresAt: clock + 10 }, OWNER)
    await book.remove(gone, OWNER)
    clock += 9
    expect(book.removed()).toMatchObject([{ rule: { id: gone } }])
    clock += 1
    expect(book.removed()).toEqual([])
    expect(await faultOf(() => book.restore(gone))).toMatch(/^rule.unknown/)
  })

  it('are kept in bounds, in memory too: the oldest that were taken away go first', async () => {
    const insert = db.prepare('INSERT INTO rule VALUES (?, ?, ?, NULL, ?)')
    for (let n = 0; n < MAX_REMOVED; n++)
      insert.run(n.toString(16).padStart(16, '0'), JSON.stringify(noPush), clock, clock - 1_000 + n)
    book = open()
    expect(book.removed()).toHaveLength(MAX_REMOVED)
    const { id: last } = await book.add(npmTest, OWNER)
    await book.remove(last, OWNER)
    const removed = book.removed().map(({ rule }) => rule.id)
    expect(removed).toHaveLength(MAX_REMOVED)
    expect(removed[0]).toBe(last)
    expect(removed).not.toContain('0'.repeat(16))
    expect(count('rule')).toBe(MAX_REMOVED)
  })
})

describe('a list of rules', () => {
  it('has the newest first, and those of one moment in one order', async () => {
    for (const name of ['w', 'x']) await book.add(named(name), OWNER)
    clock += 1
    for (const name of ['y', 'z']) await book.add(named(name), OWNER)
    expect(book.list().rules.map((rule) => rule.id)).toEqual(['c', 'd', 'a', 'b'].map(id))
    expect(
      open()
        .list()
        .rules.map((rule) => rule.id),
    ).toEqual(['c', 'd', 'a', 'b'].map(id))
  })

  it('says of each how often it was used, at once', async () => {
    const rule = await book.add(npmTest, OWNER)
    book.used(rule.id)
    book.used(rule.id)
    expect(book.list().rules).toMatchObject([{ used: 2, lastUsedAt: clock }])
  })
})

describe('a file of rules', () => {
  it('is the same for the same rules', async () => {
    const texts = []
    for (const drafts of [
      [npmTest, noPush, named('x')],
      [named('x'), noPush, npmTest],
    ]) {
      for (const rule of book.list().rules) await book.remove(rule.id, OWNER)
      ids = ['1', '2', '3'].map((n) => (texts.length + Number(n)).toString().repeat(16).slice(0, 16))
      for (const draft of drafts) await book.add(draft, OWNER)
      texts.push(book.export())
    }
    expect(texts[1]).toBe(texts[0])
  })

  it('with nothing new changes nothing', async () => {
    await book.import(fileOf(npmTest))
    let heard = 0
    book.onChange(() => {
      heard += 1
    })
    expect(await book.import(fileOf(npmTest))).toEqual([])
    expect(heard).toBe(0)
  })

  it('says which rule is none, and why', async () => {
    const sudo = { ...npmTest, what: commandWhat('sudo ls') }
    expect(await faultOf(() => book.import(fileOf(npmTest, {})))).toContain('Rule 2: This is not a rule')
    expect(await faultOf(() => book.import(fileOf(sudo)))).toContain('Rule 1: sudo runs another command')
  })

  it('may be as long as the bounds say', async () => {
    expect(await book.import(fileOf(...Array(MAX_RULES).fill(npmTest)))).toHaveLength(1)
    expect(await book.import(fileOf(noPush).padEnd(MAX_IMPORT_BYTES))).toHaveLength(1)
    expect(await faultOf(() => book.import(fileOf(noPush).padEnd(MAX_IMPORT_BYTES + 1)))).toMatch(
      /^rule.too_many/,
    )
  })
})

describe('a rule', () => {
  it('may be as long as the bound says', async () => {
    const paths = Array.from({ length: 9 }, () => 'x'.repeat(885))
    const short: RuleDraft = draftOf('deny', { type: 'edit', paths })
    const left = MAX_RULE_BYTES - JSON.stringify(short).length
    const long = (more: number) =>
      draftOf('deny', { type: 'edit', paths: [`${paths[0]}${'y'.repeat(more)}`, ...paths.slice(1)] })
    expect(await faultOf(() => book.add(long(left), OWNER))).toBe('none')
    expect(await faultOf(() => book.add(long(left + 1), OWNER))).toMatch(/^rule.invalid/)
  })

  it.each<RuleDraft['what']>([
    { type: 'edit', paths: ['a', '../x'] },
    { type: 'access', paths: ['a', 'b', '~/x'] },
    { type: 'fetch', hosts: ['example.org', 'https://example.org/'] },
  ])('is as good as the worst that it names: %j', async (what) => {
    expect(await faultOf(() => book.add(draftOf('deny', what), OWNER))).toMatch(/^rule.invalid/)
  })
})

describe('past requests', () => {
  const draft = draftOf('deny', commandWhat('npm'))

  it('are kept without what a tool was given', () => {
    book.remember(matterOf({ type: 'mcp', server: 's', tool: 't', input: 'SECRET' }), 'Use t')
    expect(count('asked')).toBe(1)
    expect(JSON.stringify(db.prepare('SELECT * FROM asked').all())).not.toContain('SECRET')
  })

  it('are kept whole up to the bound', () => {
    const matter = (length: number) => ({
      ...commandOf('npm x', { reqId: length.toString(16).padStart(32, '0') }),
      project: 'a'.repeat(length),
    })
    const sizes = () =>
      db.prepare('SELECT length(CAST(matter AS BLOB)) AS size FROM asked ORDER BY n').all() as {
        size: number | null
      }[]
    book.remember(matter(1_000), 'a')
    const left = MAX_PAST_BYTES - (sizes()[0]?.size ?? 0)
    book.remember(matter(1_000 + left), 'b')
    book.remember(matter(1_000 + left + 1), 'c')
    expect(sizes().map(({ size }) => size)).toEqual([MAX_PAST_BYTES - left, MAX_PAST_BYTES, null])
    expect(book.preview(draft).matches.map(({ title }) => title)).toEqual(['b', 'a'])
  })

  it('with an outcome that permissions do not have, or of another form, are in nobody’s way', () => {
    const matter = commandOf('npm test')
    book.remember(matter, 'a')
    book.outcome(matter.facts.reqId, 'answered')
    expect(book.preview(draft).matches).toMatchObject([{ outcome: 'unknown' }])
    db.exec("UPDATE asked SET matter = '{}'")
    expect(book.preview(draft)).toEqual({ matches: [], seen: 1 })
    db.exec("UPDATE asked SET matter = 'no JSON'")
    expect(book.preview(draft)).toEqual({ matches: [], seen: 1 })
  })
})

it('one look at the disk holds for all rules', () => {
  let asked = 0
  const realpath = (path: string) => {
    asked += 1
    return asked === 1 ? path : '/etc'
  }
  const files = followedOnce({ ...GROUND.files, realpath })
  expect([files.realpath('/a'), files.realpath('/a')]).toEqual(['/a', '/a'])
  expect(files.realpath('/b')).toBe('/etc')
})

describe('suggested is', () => {
  const places = (...paths: string[]) => suggest(matterOf({ type: 'access', paths }), GROUND, 0)
  const access = (...paths: string[]) => ({ type: 'access', paths })

  it('no folder where the files are in several, one below the other', () => {
    const edits = ['src/a', 'src/lib/b'].map((path) => ({ path, diff: 'x' }))
    expect(suggest(matterOf({ type: 'edit', files: edits }), GROUND, 0)).toEqual([
      { type: 'edit', paths: ['src/a', 'src/lib/b'] },
      { type: 'edit', paths: ['**'] },
    ])
  })

  it('no more than was asked for, where that has wildcards', () => {
    expect(places('/tmp/x/**')).toEqual([access('/tmp/x/**')])
    expect(places('/tmp/*/x')).toEqual([])
  })

  it('no rule that could not be made', () => {
    const words = (count: number, length: number) =>
      Array.from({ length: count }, () => 'w'.repeat(length)).join(' ')
    const stems = [commandWhat('mytool …'), commandWhat('mytool ***')]
    expect(suggest(commandOf(`mytool ${words(20, 1)}`, { risk: 1 }), GROUND, 0)).toEqual(stems)
    expect(suggest(commandOf(`mytool ${words(10, 1_000)}`, { risk: 1 }), GROUND, 0)).toEqual(stems)
  })

  it('nothing for a list of commands, nor for what is no address', () => {
    expect(suggest(commandOf('npm test && npm test'), GROUND, 0)).toEqual([])
    expect(suggest(matterOf({ type: 'fetch', url: 'nonsense' }), GROUND, 0)).toEqual([])
  })
})
