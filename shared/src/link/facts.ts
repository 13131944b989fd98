import * as v from 'valibot'
import { MAX_REQUEST_BYTES, type PendingRequest, PermissionFacts } from '../session/index.ts'

/** What a request's bytes say, or why they must not be shown as if they were understood. */
export type ReadFacts = { ok: true; facts: PermissionFacts } | { ok: false; why: string }

/**
 * Reads the bytes of a permission request strictly: an unknown version, an unknown field, a request of another
 * host or another id than it was listed under is unreadable, and what is unreadable can't be decided here.
 */
export const readFacts = (
  pending: Extract<PendingRequest, { kind: 'permission' }>,
  hostId: string,
): ReadFacts => {
  if (pending.facts.length > MAX_REQUEST_BYTES) return { ok: false, why: 'it is too large' }
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(pending.facts)
    value = JSON.parse(text)
  } catch {
    return { ok: false, why: 'it is not valid JSON' }
  }
  // A key that stands there twice would be shown once, though the decision binds both.
  if (JSON.stringify(value) !== text) return { ok: false, why: 'it is not written in the one way' }
  const parsed = v.safeParse(PermissionFacts, value)
  if (!parsed.success) {
    const path = parsed.issues[0].path?.map((item) => String(item.key)).join('.') ?? ''
    return { ok: false, why: path === '' ? 'its shape is unknown' : `its field ${path} is not understood` }
  }
  const facts = parsed.output
  if (facts.hostId !== hostId) return { ok: false, why: 'it is about another host' }
  const same =
    facts.reqId === pending.request && facts.session === pending.session && facts.turn === pending.turn
  return same ? { ok: true, facts } : { ok: false, why: 'it is not the request it was listed as' }
}
