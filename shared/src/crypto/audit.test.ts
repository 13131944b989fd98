import { describe, expect, it } from 'vitest'
import { refusal } from '../testing/crypto-cast.ts'
import {
  type AuditEntry,
  emptyAudit,
  nextHead,
  signHead,
  verifyEntries,
  verifyHead,
  verifyLog,
} from './audit.ts'
import { utf8 } from './bytes.ts'
import { MAX_AUDIT_BODY } from './limits.ts'
import { createNodeProvider } from './provider/node.ts'

const node = createNodeProvider()

function log(bodies: readonly string[]) {
  let at = emptyAudit()
  const entries: AuditEntry[] = bodies.map((text) => {
    const body = utf8(text)
    const entry = { index: at.index + 1, prev: at.head, body }
    at = nextHead(node, at, body)
    return entry
  })
  return { entries, head: at }
}

const { entries, head } = log(['one', 'two', 'three'])

describe('A21 audit chain', () => {
  it('verifies as written, from the start or from a known head', () => {
    expect(verifyEntries(node, entries)).toEqual(head)
    const one = verifyEntries(node, entries.slice(0, 1))
    expect(verifyEntries(node, entries.slice(1), one)).toEqual(head)
    verifyLog(node, entries, head)
  })

  it('shows an edited entry', async () => {
    const edited = entries.map((entry, i) => (i === 1 ? { ...entry, body: utf8('TWO') } : entry))
    expect(await refusal(() => verifyEntries(node, edited))).toBe('audit_prev')
    const last = entries.map((entry, i) => (i === 2 ? { ...entry, body: utf8('3') } : entry))
    expect(await refusal(() => verifyLog(node, last, head))).toBe('audit_head')
  })

  it('shows a deleted, repeated or moved entry', async () => {
    const [one, two, three] = entries
    if (one === undefined || two === undefined || three === undefined) throw new Error('three entries')
    expect(await refusal(() => verifyEntries(node, [one, three]))).toBe('audit_index')
    expect(await refusal(() => verifyEntries(node, [one, one]))).toBe('audit_index')
    expect(await refusal(() => verifyEntries(node, [two, one, three]))).toBe('audit_index')
    const renumbered = [one, { ...three, index: 2 }, { ...two, index: 3 }]
    expect(await refusal(() => verifyEntries(node, renumbered))).toBe('audit_prev')
    expect(await refusal(() => verifyLog(node, [one, two], head))).toBe('audit_head')
    expect(await refusal(() => verifyLog(node, entries, { ...head, index: 4 }))).toBe('audit_head')
  })

  it('lets devices notice rollback and fork of a signed head', async () => {
    const [host, mallory] = [await node.generateSigning(), await node.generateSigning()]
    const signed = await signHead(node, host, head)
    const shorter = await signHead(node, host, log(['one']).head)
    const other = await signHead(node, host, log(['one', 'two', 'drei']).head)
    const check = (pushed: typeof signed, seen = emptyAudit()) =>
      refusal(() => verifyHead(node, host.publicKey, pushed, seen))
    expect(await check(signed)).toBe('accepted')
    expect(await check(signed, shorter)).toBe('accepted')
    expect(await check(signed, signed)).toBe('accepted')
    expect(await check(shorter, signed)).toBe('audit_rollback')
    expect(await check(other, signed)).toBe('audit_fork')
    expect(await check(await signHead(node, mallory, head))).toBe('signature')
    expect(await check({ ...signed, index: signed.index + 1 })).toBe('signature')
  })

  it('takes heads of 64 bytes and bodies of bytes only', async () => {
    const host = await node.generateSigning()
    const short = { ...head, head: head.head.subarray(1) }
    const [one] = entries
    if (one === undefined) throw new Error('three entries')
    expect(await refusal(() => nextHead(node, short, utf8('four')))).toBe('length')
    expect(await refusal(() => nextHead(node, head, 'four' as unknown as Uint8Array))).toBe('type')
    const cut = { ...one, prev: one.prev.subarray(1) }
    expect(await refusal(() => verifyEntries(node, [cut]))).toBe('length')
    expect(await refusal(() => signHead(node, host, short))).toBe('length')
    const pushed = { ...(await signHead(node, host, head)), head: short.head }
    expect(await refusal(() => verifyHead(node, host.publicKey, pushed))).toBe('length')
  })

  it('bounds a body', async () => {
    expect(await refusal(() => nextHead(node, head, new Uint8Array(MAX_AUDIT_BODY)))).toBe('accepted')
    expect(await refusal(() => nextHead(node, head, new Uint8Array(MAX_AUDIT_BODY + 1)))).toBe('too_big')
  })
})
