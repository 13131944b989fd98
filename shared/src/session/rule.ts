import * as v from 'valibot'
import { AgentId, Instant, PartyId, ProjectId, SessionId, TurnNumber } from './ids.ts'
import { SESSION_LIMITS } from './limits.ts'
import { Risk } from './risk.ts'

const word = v.pipe(v.string(), v.minLength(1), v.maxLength(SESSION_LIMITS.ruleText.value))
const words = v.pipe(v.array(word), v.minLength(1), v.maxLength(SESSION_LIMITS.ruleWords.value))

/** A rule's id: 8 random bytes in hex, chosen by the host. */
export const RuleId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))

/**
 * What a rule is about.
 * - `command`: every simple command of the line begins with exactly these words (the binary's name, its subcommand,
 *   fixed options); `rest` says what may follow: `nothing`; `operands`: words that are no options, and no paths out of
 *   the worktree; `anything`. An allow rule never matches a line with what only the shell will know.
 * - `edit`, `access`: every path, resolved, fits one of the globs. Relative ones begin at the worktree.
 * - `fetch`: exact hosts, or `*.` and a domain.
 * - `mcp`: one tool of an MCP server, or with `*` all of that server.
 * - `tool`: any request of a tool by this name.
 */
export const RuleWhat = v.variant('type', [
  v.strictObject({
    type: v.literal('command'),
    words,
    rest: v.picklist(['nothing', 'operands', 'anything']),
  }),
  v.strictObject({ type: v.literal('edit'), paths: words }),
  v.strictObject({ type: v.literal('access'), paths: words }),
  v.strictObject({ type: v.literal('fetch'), hosts: words }),
  v.strictObject({ type: v.literal('mcp'), server: word, tool: word }),
  v.strictObject({ type: v.literal('tool'), name: word }),
])
export type RuleWhat = v.InferOutput<typeof RuleWhat>

/** Where a rule holds. `worktree` by its real path; `project` in all of its worktrees. */
export const RuleScope = v.variant('type', [
  v.strictObject({ type: v.literal('turn'), session: SessionId, turn: TurnNumber }),
  v.strictObject({ type: v.literal('session'), session: SessionId }),
  v.strictObject({ type: v.literal('worktree'), path: word }),
  v.strictObject({ type: v.literal('project'), project: ProjectId }),
  v.strictObject({ type: v.literal('everywhere') }),
])
export type RuleScope = v.InferOutput<typeof RuleScope>

export const RuleEffect = v.picklist(['allow', 'ask', 'deny'])
export type RuleEffect = v.InferOutput<typeof RuleEffect>

/**
 * A rule as a person writes it. With an `allow-rule` decision it travels as UTF-8 JSON bytes, hashed as sent. `riskMax`
 * is the gravest class that it may allow, never 4; it says nothing for other effects. `agent` null: whichever asks.
 */
export const RuleDraft = v.strictObject({
  effect: RuleEffect,
  what: RuleWhat,
  scope: RuleScope,
  agent: v.nullable(AgentId),
  riskMax: v.picklist([1, 2, 3]),
  expiresAt: v.nullable(Instant),
})
export type RuleDraft = v.InferOutput<typeof RuleDraft>

/** A rule of the host. `by` null: the owner at the host. `used` counts the requests that it has settled. */
export const Rule = v.strictObject({
  ...RuleDraft.entries,
  id: RuleId,
  createdAt: Instant,
  by: v.nullable(PartyId),
  /** The starter set that it belongs to. */
  starter: v.nullable(v.string()),
  used: v.number(),
  lastUsedAt: v.nullable(Instant),
})
export type Rule = v.InferOutput<typeof Rule>

/** A ready-made set of rules; switched on and off at the host. */
export const RuleStarter = v.strictObject({
  id: v.string(),
  title: v.string(),
  description: v.string(),
  enabled: v.boolean(),
  rules: v.array(v.strictObject({ effect: RuleEffect, what: RuleWhat, riskMax: v.picklist([1, 2, 3]) })),
})
export type RuleStarter = v.InferOutput<typeof RuleStarter>

/** A past request that a rule would have settled. `outcome` is what a person or rule said then. */
export const RuleMatch = v.strictObject({
  at: Instant,
  session: SessionId,
  turn: TurnNumber,
  title: v.string(),
  risk: Risk,
  outcome: v.picklist(['allowed', 'denied', 'withdrawn', 'unknown', 'waiting']),
})
export type RuleMatch = v.InferOutput<typeof RuleMatch>
