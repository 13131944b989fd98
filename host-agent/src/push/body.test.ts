import { createHash } from 'node:crypto'
import { PushBody } from '@hearth/shared/protocol'
import type { PendingRequest, RequestAction } from '@hearth/shared/session'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { howOf, requestBody, riskOf } from './body.ts'
import { MAX_LINE, MAX_PUSH_TEXT, MAX_REASONS } from './limits.ts'
import { askedRequest, permissionRequest } from './testing.ts'

const told = (request: PendingRequest, where = 'project · session · opencode') =>
  requestBody(request, { host: 'f'.repeat(32), where, again: 0 })
const bytesOf = (body: object) => Buffer.byteLength(JSON.stringify(body))

describe('a permission', () => {
  test('is told exactly, with the hash of its bytes', () => {
    const request = permissionRequest({
      action: { type: 'command', command: 'git push\t--force', argv: null, parts: [] },
    })
    const body = told(request)
    expect(v.parse(PushBody, body)).toEqual(body)
    expect(body).toMatchObject({
      request: request.request,
      session: request.session,
      exact: 'git push\t--force',
      title: 'Run git push\\u{9}--force',
      risk: 3,
      reasons: ['Changes a remote'],
      hash: createHash('sha512').update(request.facts).digest('hex'),
      again: 0,
    })
    expect(riskOf(request)).toBe(3)
  })

  const edit = (path: string) => ({ path, diff: '', diffHash: '', before: null })
  test.each<[RequestAction, string]>([
    [{ type: 'edit', files: [edit('a.ts'), edit('b.ts')] }, 'a.ts\nb.ts'],
    [{ type: 'access', paths: ['/etc/hosts'] }, '/etc/hosts'],
    [{ type: 'fetch', url: 'https://example.test/a' }, 'https://example.test/a'],
    [{ type: 'mcp', server: 'tracker', tool: 'close', input: '{"id":1}' }, 'tracker: close\n{"id":1}'],
    [{ type: 'mode', from: 'ask', to: 'bypass', detail: '' }, 'ask → bypass'],
    [{ type: 'mode', from: null, to: 'bypass', detail: '' }, 'bypass'],
    [{ type: 'other', detail: 'something' }, 'something'],
  ])('%j is told as %s', (action, exact) => {
    expect(told(permissionRequest({ action }))).toMatchObject({ exact })
  })

  test('an edit is to be reviewed: its words are not its diff', () => {
    const body = told(permissionRequest({ action: { type: 'edit', files: [edit('a.ts')] } }))
    expect(body).toMatchObject({ exact: 'a.ts', hash: null, risk: 3 })
  })

  test('has its reasons whole, as many as there is room for', () => {
    const reasonsOf = (...lengths: number[]) =>
      told(permissionRequest({ reasons: lengths.map((length) => 'x'.repeat(length)) })).reasons.map(
        ({ length }) => length,
      )
    expect(reasonsOf(MAX_REASONS - 1, 1)).toEqual([MAX_REASONS - 1, 1])
    expect(reasonsOf(MAX_REASONS - 1, 2)).toEqual([MAX_REASONS - 1])
  })

  test('gives up its text before its reasons', () => {
    const action = { type: 'command', command: 'x'.repeat(MAX_PUSH_TEXT), argv: null, parts: [] } as const
    expect(told(permissionRequest({ action: { ...action, parts: [] } })).reasons).toEqual([
      'Changes a remote',
    ])
  })

  test('too long for a push is told without its text rather than cut', () => {
    const command = 'x'.repeat(MAX_PUSH_TEXT)
    const body = told(permissionRequest({ action: { type: 'command', command, argv: null, parts: [] } }))
    expect(body.exact).toBeNull()
    expect(body.hash).not.toBeNull()
    expect(body.title.length).toBeLessThan(200)
  })
})

test.each<[PendingRequest, string | null]>([
  [
    askedRequest({
      kind: 'question',
      questions: [{ header: 'H', question: 'Which?', options: [], multiple: false, custom: true }],
    }),
    'Which?',
  ],
  [askedRequest({ kind: 'plan', plan: '# A plan' }), null],
  [askedRequest({ kind: 'form', message: 'Your name', fields: [] }), 'Your name'],
  [askedRequest({ kind: 'unknown', source: 'odd/call', detail: '{}' }), null],
])('what is answered in words has no risk and no hash', (request, exact) => {
  const body = told(request)
  expect(v.parse(PushBody, body)).toMatchObject({ exact, risk: null, hash: null, reasons: [] })
  expect(riskOf(request)).toBeNull()
})

test('every body fits a push, whatever agents, people and repositories write', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4_000 }),
    fc.integer({ min: 0, max: 3_200 }).map((n) => '\u0001'.repeat(n)),
    fc.constant('\u0001'.repeat(400)),
    fc.integer({ min: 0, max: 3_200 }).map((n) => '𝕏'.repeat(n)),
  )
  fc.assert(
    fc.property(text, text, fc.array(text, { maxLength: 5 }), (command, where, reasons) => {
      const action: RequestAction = { type: 'command', command, argv: null, parts: [] }
      const body = told(permissionRequest({ action, reasons }), where)
      expect(bytesOf(body)).toBeLessThanOrEqual(MAX_PUSH_TEXT)
      expect(body.where.length).toBeLessThanOrEqual(MAX_LINE)
      expect([command, null]).toContain(body.exact)
    }),
    { numRuns: 200 },
  )
})

test('text of strangers in a line can be seen, all of it', () => {
  expect(told(permissionRequest({}), 'a\u202eb\nc').where).toBe('a\\u{202e}b\\u{a}c')
})

test.each([
  ['denied', 'bob', 'Denied on bob'],
  ['allowed', null, 'Allowed at the host'],
  ['answered', 'bob\u202e', 'Answered on bob\\u{202e}'],
  ['withdrawn', null, 'withdrawn'],
  ['unknown', 'bob', 'unknown'],
] as const)('what was %s by %s is said so: %s', (outcome, by, said) => expect(howOf(outcome, by)).toBe(said))
