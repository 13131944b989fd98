import { describe, expect, it } from 'vitest'
import { MAX_REQUEST_BYTES } from '../session/index.ts'
import { SAMPLE_FACTS } from './facts.testdata.ts'
import { readFacts } from './facts.ts'

const facts = SAMPLE_FACTS
const HOST = facts.hostId

const listed = (bytes: Uint8Array) => ({
  kind: 'permission' as const,
  request: facts.reqId,
  session: facts.session,
  turn: facts.turn,
  facts: bytes,
})
const encoded = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('reading the facts of a request (Z2)', () => {
  it('takes what it understands whole', () => {
    expect(readFacts(listed(encoded(facts)), HOST)).toEqual({ ok: true, facts })
  })

  it.each<[string, Uint8Array, string]>([
    ['a field of a newer version', encoded({ ...facts, sudo: true }), HOST],
    ['another version', encoded({ ...facts, v: 2 }), HOST],
    ['a missing field', encoded({ ...facts, risk: undefined }), HOST],
    ['an unknown action', encoded({ ...facts, action: { type: 'teleport' } }), HOST],
    ['a request of another host', encoded(facts), 'dd'.repeat(16)],
    ['another request than was listed', encoded({ ...facts, reqId: 'ee'.repeat(16) }), HOST],
    ['another session than was listed', encoded({ ...facts, session: 'ee'.repeat(16) }), HOST],
    ['a key twice', new TextEncoder().encode(JSON.stringify(facts).replace('{', '{"v":2,')), HOST],
    ['white space that nobody needs', new TextEncoder().encode(JSON.stringify(facts, null, 1)), HOST],
    ['no JSON', new TextEncoder().encode('{'), HOST],
    ['broken UTF-8', Uint8Array.of(0x22, 0xff, 0x22), HOST],
    ['more bytes than a person can read', new Uint8Array(MAX_REQUEST_BYTES + 1).fill(0x20), HOST],
  ])('does not take %s', (_what, bytes, host) => {
    expect(readFacts(listed(bytes), host)).toMatchObject({ ok: false })
  })
})
