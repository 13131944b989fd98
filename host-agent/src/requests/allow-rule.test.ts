import * as fs from 'node:fs'
import { join } from 'node:path'
import { type Decision, take, utf8 } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import type { RuleDraft } from '@hearth/shared/session'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Bench,
  codeOf,
  expectUntouched,
  makeBench,
  PROJECT,
  SESSION,
  type TestChannel,
  type TestDevice,
} from './testing.ts'

const provider = createNodeProvider()
const OTHER = '0f'.repeat(16)
let bench: Bench
let alice: TestDevice
let channel: TestChannel
let request: string
let draft: RuleDraft

beforeEach(async () => {
  bench = await makeBench()
  bench.rules.suggestions = [{ type: 'command', words: ['npm', 'test'], rest: 'nothing' }]
  alice = await bench.device('alice', ['read', 'prompt', 'decide'], 3)
  channel = bench.channel(alice)
  request = bench.ask()
  draft = {
    effect: 'allow',
    what: { type: 'command', words: ['npm', 'test'], rest: 'nothing' },
    scope: { type: 'session', session: SESSION },
    agent: null,
    riskMax: 3,
    expiresAt: null,
  }
})
afterEach(() => bench.close())

const hash = (rule: Uint8Array) => take(provider.sha512(rule), 0, 32)
const sign = (rule: Uint8Array, change: Partial<Decision> = {}, id = request) =>
  bench.sign(alice, channel, id, { choice: 'allow-rule', ruleHash: hash(rule), ...change })
const bytesOf = (rule: unknown) => utf8(JSON.stringify(rule))
const decide = async (rule: Uint8Array) => {
  const bytes = await sign(rule)
  return codeOf(() => bench.requests.decide(bytes, channel, { rule }))
}
const refused = (code: string, expected = 'decision.rule') => {
  expect(code).toBe(expected)
  expect(bench.rules.added).toEqual([])
  expectUntouched(bench)
}

describe('allowing by a rule', () => {
  it('is offered where rules may allow it', () => {
    const facts = JSON.parse(new TextDecoder().decode(bench.requests.facts(request) ?? new Uint8Array(0)))
    expect(facts).toMatchObject({ offers: [1, 2, 16], suggestions: bench.rules.suggestions })
  })

  it('makes the rule that was signed, then allows', async () => {
    let recorded = ''
    bench.rules.onAdd = () => {
      expect(bench.told).toEqual([])
      recorded = fs.readFileSync(join(bench.home, 'audit.log'), 'utf8')
    }
    const rule = bytesOf(draft)
    const bytes = await sign(rule)
    const receipt = await bench.requests.decide(bytes, channel, { rule })
    expect(receipt).toEqual({ outcome: 'allowed', by: alice.id })
    expect(bench.rules.added).toEqual([{ draft, author: { kind: 'signed', id: alice.id, riskMax: 3 } }])
    expect(bench.told).toEqual([{ allow: true }])
    expect(JSON.parse(recorded.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'decision',
      choice: 2,
      rule: Buffer.from(rule).toString('base64url'),
    })
  })

  it('goes on although the rule itself is a change of policy', async () => {
    bench.rules.onAdd = () => {
      bench.policy.epoch += 1
      bench.requests.policyChanged()
    }
    expect(await decide(bytesOf(draft))).toBe('accepted')
    expect(bench.told).toEqual([{ allow: true }])
  })

  const scopes: RuleDraft['scope'][] = [
    { type: 'turn', session: SESSION, turn: 1 },
    { type: 'project', project: PROJECT },
    { type: 'everywhere' },
  ]
  it.each(scopes)('holds for $type', async (scope) => {
    expect(await decide(bytesOf({ ...draft, scope }))).toBe('accepted')
  })

  it('holds for the agent that asked', async () => {
    expect(await decide(bytesOf({ ...draft, agent: 'opencode' }))).toBe('accepted')
  })

  it('holds for the worktree by its real path', async () => {
    expect(await decide(bytesOf({ ...draft, scope: { type: 'worktree', path: bench.worktree } }))).toBe(
      'accepted',
    )
  })
})

describe('a rule that was signed and is refused', () => {
  it('is missing', async () => {
    const bytes = await sign(bytesOf(draft))
    refused(await codeOf(() => bench.requests.decide(bytes, channel)))
  })

  it('is another than the one that was signed', async () => {
    const bytes = await sign(bytesOf(draft))
    const rule = bytesOf({ ...draft, scope: { type: 'everywhere' } })
    refused(await codeOf(() => bench.requests.decide(bytes, channel, { rule })))
  })

  const texts: [string, () => string][] = [
    ['no JSON', () => 'npm test'],
    [
      'a key twice',
      () => JSON.stringify(draft).replace('{"effect":"allow"', '{"effect":"deny","effect":"allow"'),
    ],
    ['blanks', () => JSON.stringify(draft, null, 1)],
    ['an unknown field', () => JSON.stringify({ ...draft, note: '' })],
    ['a missing field', () => JSON.stringify({ ...draft, agent: undefined })],
    ['another shape', () => JSON.stringify([draft])],
    ['a prototype', () => JSON.stringify(draft).replace('{', '{"__proto__":{},')],
    [
      'too long',
      () => JSON.stringify({ ...draft, what: { ...draft.what, words: Array(9).fill('x'.repeat(1000)) } }),
    ],
    ['denies', () => JSON.stringify({ ...draft, effect: 'deny' })],
    ['the gravest class', () => JSON.stringify({ ...draft, riskMax: 4 })],
    ['another agent', () => JSON.stringify({ ...draft, agent: 'codex' })],
    ['another turn', () => JSON.stringify({ ...draft, scope: { type: 'turn', session: SESSION, turn: 2 } })],
    [
      'another session’s turn',
      () => JSON.stringify({ ...draft, scope: { type: 'turn', session: OTHER, turn: 1 } }),
    ],
    ['another session', () => JSON.stringify({ ...draft, scope: { type: 'session', session: OTHER } })],
    ['another worktree', () => JSON.stringify({ ...draft, scope: { type: 'worktree', path: '/' } })],
    [
      'another project',
      () => JSON.stringify({ ...draft, scope: { type: 'project', project: OTHER.slice(0, 16) } }),
    ],
  ]
  it.each(texts)('%s', async (_, text) => refused(await decide(utf8(text()))))

  it('bytes that are no text', async () => {
    refused(await decide(Uint8Array.of(0x22, 0xff, 0x22)))
  })

  it('would not allow this (A39)', async () => {
    bench.rules.allows = false
    refused(await decide(bytesOf(draft)))
  })

  it('allows graver things than its device may', async () => {
    alice.record.riskMax = 2
    request = bench.ask({ type: 'edit', files: [{ path: 'a.ts', diff: '+1' }] })
    const rule = bytesOf(draft)
    const bytes = await sign(rule)
    expect(await codeOf(() => bench.requests.decide(bytes, channel, { rule }))).toBe('decision.rule')
    expect(bench.rules.added).toEqual([])
    expect(bench.told).toEqual([])
  })

  it('can’t be kept: then nothing is allowed either', async () => {
    bench.rules.failure = new HearthError('rule.too_many')
    refused(await decide(bytesOf(draft)), 'rule.too_many')
  })

  it('was not offered', async () => {
    bench.rules.suggestions = []
    request = bench.ask()
    const rule = bytesOf(draft)
    const bytes = await sign(rule)
    const code = await codeOf(() => bench.requests.decide(bytes, channel, { rule }))
    expect(code).toBe('decision.not_offered')
    expect(bench.told).toEqual([])
  })

  it('its device is revoked while it is kept', async () => {
    bench.rules.onAdd = () => bench.devices.clear()
    expect(await decide(bytesOf(draft))).toBe('decision.revoked')
    expectUntouched(bench)
  })

  it('the host is paused while it is kept', async () => {
    bench.rules.onAdd = () => {
      bench.guard.paused = true
    }
    expect(await decide(bytesOf(draft))).toBe('host.paused')
    expectUntouched(bench)
  })
})

describe('allowing by a rule at the host', () => {
  it('keeps the rule while the request is held, so that the decision is its answer, and is told once', async () => {
    // As the real rules do: whoever adds one has everything judged anew.
    bench.rules.onAdd = () => {
      bench.rules.verdict = { effect: 'allow', rule: 'ab'.repeat(8), why: '' }
      bench.requests.policyChanged()
    }
    const receipt = await bench.requests.decideLocally(request, { allow: true, draft })
    expect(receipt).toMatchObject({ outcome: 'allowed', by: null, rule: { what: draft.what } })
    expect(bench.rules.added).toEqual([{ draft, author: { kind: 'owner' } }])
    expect(bench.told).toEqual([{ allow: true }])
  })

  it('allows nothing by a rule that could not be kept, and keeps none with a no', async () => {
    bench.rules.failure = new HearthError('rule.invalid')
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true, draft }))).toBe(
      'rule.invalid',
    )
    expect(bench.told).toEqual([])
    bench.rules.failure = null
    await bench.requests.decideLocally(request, { allow: false, draft })
    expect([bench.told, bench.rules.added]).toEqual([[{ allow: false }], []])
  })
})
