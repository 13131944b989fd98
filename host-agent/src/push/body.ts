import { createHash } from 'node:crypto'
import type { PushBody } from '@hearth/shared/protocol'
import {
  exactText,
  isToldWhole,
  type PendingRequest,
  type PermissionFacts,
  type RequestOutcome,
  visible,
} from '@hearth/shared/session'
import { shorten, titleOf } from '../requests/title.ts'
import { MAX_LINE, MAX_PUSH_TEXT, MAX_REASONS } from './limits.ts'

/** What a request is about, as a push tells it. */
export type RequestBody = Extract<PushBody, { kind: 'request' }>

/** A line of a notification: everything in it can be seen, and there is an end to it. */
export const line = (text: string): string => {
  const shown = visible(text)
  return shown.length > MAX_LINE ? `${shown.slice(0, MAX_LINE - 1)}…` : shown
}

const ANSWERED: Partial<Record<RequestOutcome, string>> = {
  allowed: 'Allowed',
  denied: 'Denied',
  answered: 'Answered',
}

/**
 * What a push says became of a request: who answered it (a device's name; null: the owner at the host), or the bare
 * outcome, for which devices have words of their own.
 */
export const howOf = (outcome: RequestOutcome, by: string | null): string => {
  const verb = ANSWERED[outcome]
  if (verb === undefined) return outcome
  return line(by === null ? `${verb} at the host` : `${verb} on ${by}`)
}

/** The host's own bytes, so their shape is known. */
const factsOf = (bytes: Uint8Array): PermissionFacts =>
  JSON.parse(new TextDecoder().decode(bytes)) as PermissionFacts

/** The risk of a request; null for what is answered in words. */
export const riskOf = (request: PendingRequest): RequestBody['risk'] =>
  request.kind === 'permission' ? factsOf(request.facts).risk : null

/**
 * The body of a push about a request. The exact text is all of it or nothing: a command that is too long is not told in
 * part. `where` is what asks; `again` how often it was told before.
 */
export const requestBody = (
  request: PendingRequest,
  { host, where, again }: { host: string; where: string; again: number },
): RequestBody => {
  const common = {
    kind: 'request',
    host,
    request: request.request,
    session: request.session,
    where: line(where),
    again,
  } as const
  if (request.kind !== 'permission') {
    const { title, exact } = asked(request)
    return fitted({ ...common, title: shorten(title), exact, risk: null, reasons: [], hash: null })
  }
  const facts = factsOf(request.facts)
  return fitted({
    ...common,
    title: titleOf(facts),
    exact: exactText(facts.action),
    risk: facts.risk,
    reasons: reasonsOf(facts.reasons),
    hash: isToldWhole(facts.action) ? createHash('sha512').update(request.facts).digest('hex') : null,
  })
}

const asked = (
  request: Exclude<PendingRequest, { kind: 'permission' }>,
): { title: string; exact: string | null } => {
  switch (request.kind) {
    case 'question':
      return { title: 'Question', exact: request.questions.map(({ question }) => question).join('\n') }
    case 'plan':
      return { title: 'Plan to approve', exact: null }
    case 'form':
      return { title: 'Form', exact: request.message }
    case 'unknown':
      return { title: `Unknown request: ${request.source}`, exact: null }
  }
}

/** Whole reasons, as many as there is room for. */
const reasonsOf = (reasons: readonly string[]): string[] => {
  let left = MAX_REASONS
  return reasons.filter((reason) => {
    left -= reason.length
    return left >= 0
  })
}

const fits = (body: RequestBody): boolean => Buffer.byteLength(JSON.stringify(body)) <= MAX_PUSH_TEXT

const fitted = (body: RequestBody): RequestBody => {
  if (fits(body)) return body
  const without = { ...body, exact: null }
  return fits(without) ? without : { ...without, reasons: [] }
}
