import type {
  PermissionFacts,
  RequestOutcome,
  Rule,
  RuleDraft,
  RuleEffect,
  RuleMatch,
  RuleStarter,
} from '@hearth/shared/session'

/** A request as rules see it: its facts, and where it was asked. Nothing of it is in the agent's words. */
export interface Matter {
  readonly facts: PermissionFacts
  readonly project: string
  /** Real path of the session's worktree. */
  readonly worktree: string
  /** Real paths of what an edit or access would touch, in its order; null where that can't be known. */
  readonly places: readonly (string | null)[]
}

/** What the rules say. `rule` is the one that decided; null where none spoke, and a person is asked. */
export interface Verdict {
  readonly effect: RuleEffect
  readonly rule: string | null
  /** Why, in words for the record: the rule that spoke, or what kept an allowing one from it. */
  readonly why: string
}

/** Who wants to change rules: the owner at the host, or a device by the host's record of it. */
export type RuleAuthor =
  | { readonly kind: 'owner' }
  | { readonly kind: 'device'; readonly id: string; readonly admin: boolean }
  /** A decision that was signed over this very rule; `riskMax` is the device's ceiling. */
  | { readonly kind: 'signed'; readonly id: string; readonly riskMax: number }

/** A rule that is no more, and until when its removal can be taken back. */
export interface RemovedRule {
  readonly rule: Rule
  readonly removedAt: number
  readonly until: number
}

/** The host's rules. Deny wins, unknown asks. */
export interface RuleBook {
  list(): { rules: Rule[]; starters: RuleStarter[] }
  /** What the rules say of a request now. Counts nothing. */
  judge(matter: Matter): Verdict
  /** A rule has settled a request. */
  used(rule: string): void
  /** What rules could say to allow this and its like, the narrowest first; empty where no rule may. */
  suggest(matter: Matter): RuleDraft['what'][]
  /** Would this draft, by itself, allow the request? */
  wouldAllow(draft: RuleDraft, matter: Matter): boolean
  /** @throws {HearthError} `rule.invalid`, `rule.too_many`, `host.not_allowed`, `host.store`, `decision.audit` */
  add(draft: RuleDraft, author: RuleAuthor): Promise<Rule>
  /** @throws {HearthError} `rule.unknown`, `host.not_allowed`, `host.store`, `decision.audit` */
  remove(rule: string, author: RuleAuthor): Promise<Rule>
  /** Switches a starter set; the owner's alone. @throws {HearthError} `rule.unknown` */
  setStarter(id: string, enabled: boolean): Promise<void>
  /** Which past requests it would have settled, the newest first. */
  preview(draft: RuleDraft): { matches: RuleMatch[]; seen: number }
  /** Rules that were removed in the last 30 days, the newest first. */
  removed(): RemovedRule[]
  /** Takes a removal back; the owner's alone. @throws {HearthError} `rule.unknown`, `rule.too_many`, `host.store`, `decision.audit` */
  restore(rule: string): Promise<Rule>
  /** All rules but those of starter sets as JSON text, for a file; ids and counts are left out. */
  export(): string
  /**
   * Adds every rule of such a text that is not there yet, or none; the owner's alone.
   * @throws {HearthError} `rule.invalid`, `rule.too_many`, `host.store`, `decision.audit`
   */
  import(text: string): Promise<Rule[]>
  /** A request was made: kept so that rules can be held against it later. Never throws. */
  remember(matter: Matter, title: string): void
  /** What became of a remembered request. Never throws. */
  outcome(request: string, outcome: RequestOutcome): void
  /** Rules changed: what waits may be settled now, and every offer is about an older policy. */
  onChange(listener: () => void): () => void
}
