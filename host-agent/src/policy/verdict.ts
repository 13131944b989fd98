import { type Rule, type RuleDraft, reaches } from '@hearth/shared/session'
import type { Matter, Verdict } from './api.ts'
import type { Ground } from './ground.ts'
import { allows, partsOf, touches } from './matching.ts'
import { look, type Seen } from './seen.ts'

/** A rule as far as judging needs it. */
export type Judged = RuleDraft & Pick<Rule, 'id'>

/** Does a rule hold here: its scope, its agent, its time? `now`: the host's clock in ms. */
const holds = (rule: RuleDraft, { facts, project, worktree }: Matter, now: number) =>
  (rule.expiresAt === null || now < rule.expiresAt) && reaches(rule, { ...facts, project, worktree })

const mayAllow = (rule: RuleDraft, { matter }: Seen): boolean =>
  rule.effect === 'allow' && matter.facts.risk <= rule.riskMax

/** What rules say of a request. The order in which they are given makes no difference. */
export const judge = (rules: readonly Judged[], matter: Matter, ground: Ground, now: number): Verdict => {
  const seen = look(matter, ground)
  const here = rules.filter((rule) => holds(rule, matter, now)).sort((a, b) => (a.id < b.id ? -1 : 1))
  return heldBack(here, seen) ?? allowed(here, seen)
}

/** What denying and asking rules say; null where none speaks. */
const heldBack = (rules: readonly Judged[], seen: Seen): Verdict | null => {
  const hits = rules
    .filter(({ effect }) => effect !== 'allow')
    .map((rule) => ({ rule, hit: touches(rule.what, seen) }))
    .filter(({ hit }) => hit !== 'no')
  const denies = hits.find(({ rule, hit }) => rule.effect === 'deny' && hit === 'yes')
  if (denies !== undefined) return { effect: 'deny', rule: denies.rule.id, why: 'A rule denies it' }
  const asks = hits.find(({ hit }) => hit === 'yes')
  if (asks !== undefined) return { effect: 'ask', rule: asks.rule.id, why: 'A rule asks' }
  const doubt = hits[0]
  if (doubt === undefined) return null
  return { effect: 'ask', rule: doubt.rule.id, why: 'It may be what a rule holds back' }
}

const allowed = (rules: readonly Judged[], seen: Seen): Verdict => {
  const ask = (why: string): Verdict => ({ effect: 'ask', rule: null, why })
  if (seen.knot !== null) return ask(seen.knot)
  const parts = partsOf(seen)
  const able = rules.filter((rule) => mayAllow(rule, seen))
  const by = Array.from({ length: parts }, (_, index) => able.find((rule) => allows(rule.what, seen, index)))
  const [first] = by
  if (first === undefined) return ask('No rule speaks of it')
  if (by.includes(undefined)) return ask('No rule speaks of some of it')
  return { effect: 'allow', rule: first.id, why: 'A rule allows it' }
}

/** Would this draft, by itself, allow the request? */
export const wouldAllow = (draft: RuleDraft, matter: Matter, ground: Ground, now: number): boolean =>
  judge([{ ...draft, id: '0'.repeat(16) }], matter, ground, now).effect === 'allow'

/** Does this draft for certain speak of the request? By itself it would have allowed, denied or asked. */
export const wouldSpeak = (draft: RuleDraft, matter: Matter, ground: Ground, now: number): boolean =>
  draft.effect === 'allow'
    ? wouldAllow(draft, matter, ground, now)
    : holds(draft, matter, now) && touches(draft.what, look(matter, ground)) === 'yes'
