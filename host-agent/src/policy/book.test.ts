import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { RuleDraft } from '@hearth/shared/session'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditRecord } from '../audit/entry.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import type { RuleAuthor, RuleBook } from './api.ts'
import { openRules } from './book.ts'
import { MAX_HISTORY, MAX_MATCHES, MAX_RULES, TURN_RULE_MS, UNDO_MS } from './limits.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf, SESSION } from './testing.ts'

const OWNER: RuleAuthor = { kind: 'owner' }
const ALICE = 'a1'.repeat(16)
const phone: RuleAuthor = { kind: 'device', id: ALICE, admin: false }
const admin: RuleAuthor = { kind: 'device', id: ALICE, admin: true }
const signed: RuleAuthor = { kind: 'signed', id: ALICE, riskMax: 2 }

const npmTest = draftOf('allow', commandWhat('npm test'))
const noPush = draftOf('deny', commandWhat('git push'))

let home: string
let db: HostDatabase
let book: RuleBook
let clock: number
let records: AuditRecord[]
let record: (entry: AuditRecord) => Promise<unknown>
let warnings: string[]

const open = (): RuleBook => {
  let n = 0
  return openRules({
    db,
    ground: GROUND,
    randomId: () => {
      n += 1
      return `${clock.toString(16)}${n}`.padStart(16, '0').slice(-16)
    },
    now: () => clock,
    record: (entry) => record(entry),
    warn: (message) => warnings.push(message),
  })
}

const codeOf = async (run: () => unknown): Promise<string> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof HearthError) return error.code
    throw error
  }
  return 'accepted'
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-rules-'))
  db = openDatabase(join(home, 'host.db'))
  clock = 1_800_000_000_000
  records = []
  warnings = []
  record = async (entry) => records.push(entry)
  book = open()
})

afterEach(() => {
  db.close()
  rmSync(home, { recursive: true, force: true })
})

describe('rules', () => {
  it('are made, recorded, kept over a restart, and heard', async () => {
    let heard = 0
    book.onChange(() => {
      heard += 1
    })
    const rule = await book.add(npmTest, OWNER)
    expect(rule).toMatchObject({ ...npmTest, by: null, starter: null, used: 0, lastUsedAt: null })
    expect(heard).toBe(1)
    expect(records).toEqual([{ type: 'rule', change: 'added', rule: rule.id, draft: npmTest, by: null }])
    expect(book.judge(commandOf('npm test'))).toMatchObject({ effect: 'allow', rule: rule.id })
    clock += 5
    book.used(rule.id)
    expect(open().list().rules).toEqual([{ ...rule, used: 1, lastUsedAt: clock }])
  })

  it('do not exist unless their record does', async () => {
    record = async () => {
      throw new HearthError('decision.audit')
    }
    expect(await codeOf(() => book.add(npmTest, OWNER))).toBe('decision.audit')
    expect(book.list().rules).toEqual([])
    expect(open().list().rules).toEqual([])
    record = async () => undefined
    expect(await codeOf(() => book.add(npmTest, OWNER))).toBe('accepted')
  })

  it('of a file are none where the record takes not all of them', async () => {
    record = async (entry) => {
      records.push(entry)
      if (records.length === 2) throw new HearthError('decision.audit')
    }
    const text = JSON.stringify({ hearth: 'rules', v: 1, rules: [npmTest, noPush] })
    expect(await codeOf(() => book.import(text))).toBe('decision.audit')
    expect(book.list().rules).toEqual([])
  })

  it('end when their time is over', async () => {
    await book.add({ ...npmTest, expiresAt: clock + 10 }, OWNER)
    clock += 9
    expect(book.judge(commandOf('npm test')).effect).toBe('allow')
    clock += 1
    expect(book.judge(commandOf('npm test')).effect).toBe('ask')
    expect(book.list().rules).toEqual([])
  })

  it('that allow within a turn end some days later in any case', async () => {
    const scope = { type: 'turn' as const, session: SESSION, turn: 1 }
    const inTurn = await book.add({ ...npmTest, scope }, OWNER)
    expect(inTurn.expiresAt).toBe(clock + TURN_RULE_MS)
    expect((await book.add({ ...noPush, scope }, OWNER)).expiresAt).toBeNull()
  })

  it('are bounded in number, also when many are made at once', async () => {
    const named = (n: number) => draftOf('deny', { type: 'tool', name: `t${n}` })
    const most = Array.from({ length: MAX_RULES - 2 }, (_, n) => named(n))
    await book.import(JSON.stringify({ hearth: 'rules', v: 1, rules: most }))
    const more = [1001, 1002, 1003, 1004].map((n) => codeOf(() => book.add(named(n), OWNER)))
    expect(await Promise.all(more)).toEqual(['accepted', 'accepted', 'rule.too_many', 'rule.too_many'])
    const one = JSON.stringify({ hearth: 'rules', v: 1, rules: [named(3000)] })
    expect(await codeOf(() => book.import(one))).toBe('rule.too_many')
    const { id } = book.list().rules[0] ?? { id: '' }
    await book.remove(id, OWNER)
    await book.add(named(2000), OWNER)
    expect(await codeOf(() => book.restore(id))).toBe('rule.too_many')
  })
})

describe('who may make and take away', () => {
  it.each<[string, RuleDraft, RuleAuthor, string]>([
    ['a device an allowing rule', npmTest, phone, 'host.not_allowed'],
    ['an administering device an allowing rule', npmTest, admin, 'host.not_allowed'],
    ['a device a denying rule', noPush, phone, 'accepted'],
    ['a device an asking rule', { ...noPush, effect: 'ask' }, phone, 'accepted'],
    ['a signed decision above its ceiling', npmTest, signed, 'host.not_allowed'],
    ['a signed decision within it', { ...npmTest, riskMax: 2 }, signed, 'accepted'],
    ['a signed decision a denying rule', noPush, signed, 'rule.invalid'],
    ['the owner any', npmTest, OWNER, 'accepted'],
  ])('%s', async (_, draft, author, code) => {
    expect(await codeOf(() => book.add(draft, author))).toBe(code)
    expect(records).toHaveLength(code === 'accepted' ? 1 : 0)
  })

  it('names the device that made it', async () => {
    expect((await book.add(noPush, phone)).by).toBe(ALICE)
    expect(records).toMatchObject([{ by: ALICE }])
  })

  it.each<[string, RuleDraft, RuleAuthor, string]>([
    ['a device an allowing rule', npmTest, phone, 'accepted'],
    ['a device a denying rule', noPush, phone, 'host.not_allowed'],
    ['a device an asking rule', { ...noPush, effect: 'ask' }, phone, 'host.not_allowed'],
    ['an administering device a denying rule', noPush, admin, 'accepted'],
    ['a signed decision a denying rule', noPush, signed, 'host.not_allowed'],
  ])('%s away', async (_, draft, author, code) => {
    const { id } = await book.add(draft, OWNER)
    expect(await codeOf(() => book.remove(id, author))).toBe(code)
    expect(book.list().rules).toHaveLength(code === 'accepted' ? 0 : 1)
  })

  it('takes away the one that is named, and records by whom', async () => {
    const [first, second] = [await book.add(npmTest, OWNER), await book.add(noPush, OWNER)]
    await book.remove(second.id, admin)
    expect(book.list().rules).toEqual([first])
    await book.remove(first.id, OWNER)
    expect(records.slice(2)).toEqual([
      { type: 'rule', change: 'removed', rule: second.id, draft: noPush, by: ALICE },
      { type: 'rule', change: 'removed', rule: first.id, draft: npmTest, by: null },
    ])
  })

  it('makes nothing that the disk does not take', async () => {
    let heard = 0
    book.onChange(() => {
      heard += 1
    })
    db.exec('DROP TABLE rule')
    expect(await codeOf(() => book.add(npmTest, OWNER))).toBe('host.store')
    expect(book.list().rules).toEqual([])
    expect(book.judge(commandOf('npm test')).effect).toBe('ask')
    expect(heard).toBe(0)
  })

  it.each<[string, Partial<RuleDraft>]>([
    ['a wrapper', { what: commandWhat('sudo') }],
    ['all of git', { what: commandWhat('git ***') }],
    ['the whole disk', { what: { type: 'access', paths: ['/**'] } }],
    ['all of all servers', { what: { type: 'mcp', server: '*', tool: '*' } }],
    ['a worktree by its whole path', { scope: { type: 'worktree', path: '/work' } }],
    ['until a moment later', { expiresAt: 1_800_000_000_001 }],
  ])('a rule may deny %s', async (_, over) => {
    expect(await codeOf(() => book.add({ ...npmTest, effect: 'deny', ...over }, OWNER))).toBe('accepted')
  })

  it('knows no other rules', async () => {
    expect(await codeOf(() => book.remove('0'.repeat(16), OWNER))).toBe('rule.unknown')
    expect(await codeOf(() => book.restore('0'.repeat(16)))).toBe('rule.unknown')
  })

  it.each<[string, Partial<RuleDraft>]>([
    ['nothing but an interpreter', { what: commandWhat('python3 …') }],
    ['nothing but git', { what: commandWhat('git ***') }],
    ['a package runner of anything', { what: commandWhat('npx ***') }],
    ['a script runner of anything', { what: commandWhat('npm exec ***') }],
    ['a wrapper', { what: commandWhat('sudo ls') }],
    ['an assignment', { what: commandWhat('X=1 ls') }],
    ['what can’t be seen', { what: commandWhat('ls\u200b ***') }],
    ['a path with ..', { what: { type: 'edit', paths: ['../x'] } }],
    ['the whole disk', { what: { type: 'access', paths: ['/**'] } }],
    ['no host', { what: { type: 'fetch', hosts: ['https://x.test/'] } }],
    ['all of all servers', { what: { type: 'mcp', server: '*', tool: '*' } }],
    ['a time that is over', { expiresAt: 1 }],
    ['a time that ends now', { expiresAt: 1_800_000_000_000 }],
    ['a relative worktree', { scope: { type: 'worktree', path: 'x' } }],
    ['too much', { what: { type: 'edit', paths: Array(16).fill('x'.repeat(1000)) } }],
    ['risk 4', { riskMax: 4 as 3 }],
  ])('no rule allows %s', async (_, over) => {
    expect(await codeOf(() => book.add({ ...npmTest, ...over }, OWNER))).toBe('rule.invalid')
  })
})

describe('what was taken away', () => {
  it('comes back for 30 days', async () => {
    const rule = await book.add(noPush, OWNER)
    await book.remove(rule.id, OWNER)
    expect(book.judge(commandOf('git push')).effect).toBe('ask')
    expect(open().removed()).toEqual([{ rule, removedAt: clock, until: clock + UNDO_MS }])
    expect(await codeOf(() => book.remove(rule.id, OWNER))).toBe('rule.unknown')
    clock += UNDO_MS - 1
    expect(await book.restore(rule.id)).toEqual(rule)
    expect(book.judge(commandOf('git push')).effect).toBe('deny')
    expect(records.map((entry) => entry.type === 'rule' && entry.change)).toEqual([
      'added',
      'removed',
      'restored',
    ])
    expect(await codeOf(() => book.restore(rule.id))).toBe('rule.unknown')
  })

  it('and not later', async () => {
    const { id } = await book.add(noPush, OWNER)
    await book.remove(id, OWNER)
    clock += UNDO_MS
    expect(book.removed()).toEqual([])
    expect(await codeOf(() => book.restore(id))).toBe('rule.unknown')
  })
})

describe('as a file', () => {
  it('goes out and comes in, each rule once', async () => {
    await book.add(npmTest, OWNER)
    await book.add(noPush, phone)
    const text = book.export()
    expect(await book.import(text)).toEqual([])
    for (const { id } of book.list().rules) await book.remove(id, OWNER)
    const made = await book.import(text)
    expect(made.map(({ by }) => by)).toEqual([null, null])
    expect(book.export()).toBe(text)
  })

  it.each([
    ['nonsense', 'rule.invalid'],
    ['[]', 'rule.invalid'],
    [JSON.stringify({ hearth: 'rules', v: 1, rules: [{ ...npmTest, riskMax: 4 }] }), 'rule.invalid'],
    [JSON.stringify({ hearth: 'rules', v: 1, rules: [npmTest, { effect: 'allow' }] }), 'rule.invalid'],
    [JSON.stringify({ hearth: 'rules', v: 1, rules: Array(MAX_RULES + 1).fill(npmTest) }), 'rule.too_many'],
    [' '.repeat(5_000_000), 'rule.too_many'],
  ])('is taken whole or not at all', async (text, code) => {
    expect(await codeOf(() => book.import(text))).toBe(code)
    expect(book.list().rules).toEqual([])
    expect(records).toEqual([])
  })
})

describe('starter sets', () => {
  it('are listed; only reading is on', () => {
    expect(
      book
        .list()
        .starters.filter(({ enabled }) => enabled)
        .map(({ id }) => id),
    ).toEqual(['read-only'])
    expect(book.list().rules).toEqual([])
  })

  it('are switched by the owner, recorded, and stay so', async () => {
    let heard = 0
    book.onChange(() => {
      heard += 1
    })
    const test = commandOf('npm test')
    expect(book.judge(test).effect).toBe('ask')
    await book.setStarter('tests', true)
    expect(records).toEqual([{ type: 'starter', starter: 'tests', enabled: true }])
    expect(book.judge(test).effect).toBe('allow')
    const { effect, rule } = open().judge(test)
    expect(effect).toBe('allow')
    expect(await codeOf(() => book.remove(rule ?? '', OWNER))).toBe('host.not_allowed')
    await book.setStarter('tests', false)
    expect(book.judge(test).effect).toBe('ask')
    expect(open().judge(test).effect).toBe('ask')
    expect(heard).toBe(2)
    expect(await codeOf(() => book.setStarter('nonsense', true))).toBe('rule.unknown')
  })

  it('give way to a rule that denies', async () => {
    expect(book.judge(commandOf('cat a')).effect).toBe('allow')
    const { id } = await book.add(draftOf('deny', commandWhat('cat')), phone)
    expect(book.judge(commandOf('cat a'))).toMatchObject({ effect: 'deny', rule: id })
  })
})

describe('past requests', () => {
  const ask = (n: number, command: string) =>
    book.remember(commandOf(command, { reqId: n.toString(16).padStart(32, '0'), createdAt: n }), command)

  it('show what a rule would have settled, the newest first, with what became of it', () => {
    ask(1, 'npm test')
    ask(2, 'npm run x')
    ask(3, ' npm test')
    book.outcome('1'.padStart(32, '0'), 'allowed')
    book.outcome('2'.padStart(32, '0'), 'denied')
    const { matches, seen } = book.preview(npmTest)
    expect(seen).toBe(3)
    expect(matches).toEqual([
      { at: 3, session: SESSION, turn: 1, title: ' npm test', risk: 3, outcome: 'waiting' },
      { at: 1, session: SESSION, turn: 1, title: 'npm test', risk: 3, outcome: 'allowed' },
    ])
    expect(open().preview(npmTest).matches[0]?.outcome).toBe('unknown')
    expect(book.preview(draftOf('deny', commandWhat('npm'))).matches).toHaveLength(3)
  })

  it('are kept once each, and within bounds', () => {
    db.transaction(() => {
      for (let n = 1; n <= MAX_HISTORY + 20; n++) ask(n, 'npm test')
    })()
    ask(MAX_HISTORY, 'npm test')
    const { matches, seen } = book.preview(npmTest)
    expect(seen).toBe(MAX_HISTORY)
    expect(matches).toHaveLength(MAX_MATCHES)
    expect(matches[0]?.at).toBe(MAX_HISTORY + 20)
  })

  it('hold neither what changed nor anybody’s words', () => {
    const diff = 'SECRET'
    book.remember({ ...matterOf({ type: 'edit', files: [{ path: 'a', diff }] }), ...{} }, 'Edit a')
    book.remember(
      matterOf({ type: 'other', detail: diff }, { reqId: '7'.repeat(32), agentWords: diff }),
      'Use x',
    )
    expect(JSON.stringify(db.prepare('SELECT * FROM asked').all())).not.toContain('SECRET')
    expect(book.preview(draftOf('allow', { type: 'edit', paths: ['a'] })).matches).toHaveLength(1)
  })

  it('that are too large are only counted', () => {
    ask(1, `npm test ${'x'.repeat(10_000)}`)
    expect(book.preview(draftOf('deny', commandWhat('npm')))).toEqual({ matches: [], seen: 1 })
  })

  it('stand in nobody’s way when the disk takes nothing', () => {
    db.exec('DROP TABLE asked; DROP TABLE rule_use')
    ask(1, 'npm test')
    book.outcome('1'.padStart(32, '0'), 'allowed')
    book.used('1'.repeat(16))
    expect(warnings).toHaveLength(3)
  })

  it('are held against drafts that can be rules only', async () => {
    expect(await codeOf(() => book.preview({ ...npmTest, what: commandWhat('sudo ls') }))).toBe(
      'rule.invalid',
    )
  })
})
