import { assertBytes, concat, equal, take, u64, utf8 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { MAX_AUDIT_BODY } from './limits.ts'
import type { CryptoProvider, SignKey } from './provider/provider.ts'
import { signLabelled, verifyLabelled } from './strict.ts'

const CHAIN = utf8('hearth1/audit')
const LABEL = 'hearth1/audit-head'

/** Where a log stands: `index` entries, and the hash over all of them. */
export interface AuditHead {
  /** Number of entries hashed so far; 0 for an empty log. */
  readonly index: number
  /** 64 bytes. */
  readonly head: Uint8Array
}

/** A head with the host's signature: what devices keep to notice a rewritten log. */
export interface SignedHead extends AuditHead {
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/** One entry as stored. `body` is opaque here and repeats index and previous head for the reader. */
export interface AuditEntry {
  /** 1 for the first. */
  readonly index: number
  /** 64 bytes: head before this entry. */
  readonly prev: Uint8Array
  readonly body: Uint8Array
}

/** The head of an empty log. */
export function emptyAudit(): AuditHead {
  return { index: 0, head: new Uint8Array(64) }
}

/** The head after one more body (docs/protocol.md, "Audit chain"). Throws `type`, `length`, `too_big`. */
export function nextHead(provider: CryptoProvider, before: AuditHead, body: Uint8Array): AuditHead {
  assertBytes(before.head, 64, 'audit head')
  assertBytes(body, undefined, 'audit body')
  if (body.length > MAX_AUDIT_BODY) throw new CryptoError('too_big', 'audit')
  return { index: before.index + 1, head: provider.sha512(concat(CHAIN, before.head, body)) }
}

/**
 * Walks entries from `from` and returns the head they lead to.
 * Throws `audit_index` or `audit_prev` at the first entry that was cut, moved, added or follows a changed one.
 */
export function verifyEntries(
  provider: CryptoProvider,
  entries: Iterable<AuditEntry>,
  from: AuditHead = emptyAudit(),
): AuditHead {
  let at = from
  for (const entry of entries) {
    if (entry.index !== at.index + 1) throw new CryptoError('audit_index')
    assertBytes(entry.prev, 64, 'audit prev')
    if (!equal(entry.prev, at.head)) throw new CryptoError('audit_prev')
    at = nextHead(provider, at, entry.body)
  }
  return at
}

/** Verifies entries and that they end at a head known from elsewhere. Throws `audit_head` too. */
export function verifyLog(
  provider: CryptoProvider,
  entries: Iterable<AuditEntry>,
  expected: AuditHead,
): void {
  const end = verifyEntries(provider, entries)
  if (end.index !== expected.index || !equal(end.head, expected.head)) throw new CryptoError('audit_head')
}

/** Signs a head with the host's A. */
export async function signHead(
  provider: CryptoProvider,
  key: SignKey,
  { index, head }: AuditHead,
): Promise<SignedHead> {
  assertBytes(head, 64, 'audit head')
  const signature = await signLabelled(provider, key, LABEL, concat(u64(index), head))
  return { index, head: take(head, 0, 64), signature }
}

/**
 * Checks a pushed head against the host's A and the last one seen.
 * Throws `length`, `small_order`, `malleable`, `signature`, `audit_rollback` or `audit_fork`.
 */
export async function verifyHead(
  provider: CryptoProvider,
  hostSignKey: Uint8Array,
  pushed: SignedHead,
  seen: AuditHead = emptyAudit(),
): Promise<void> {
  assertBytes(pushed.head, 64, 'audit head')
  const statement = concat(u64(pushed.index), pushed.head)
  await verifyLabelled(provider, hostSignKey, LABEL, statement, pushed.signature)
  if (pushed.index < seen.index) throw new CryptoError('audit_rollback')
  if (pushed.index === seen.index && !equal(pushed.head, seen.head)) throw new CryptoError('audit_fork')
}
