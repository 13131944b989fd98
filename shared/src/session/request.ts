import * as v from 'valibot'
import { AnyBytes } from './bytes.ts'
import { ToolKind } from './content.ts'
import { FormField, FormValues } from './form.ts'
import { AgentId, Instant, PartyId, RequestId, SessionId, TurnNumber } from './ids.ts'
import { SESSION_LIMITS } from './limits.ts'
import { Risk } from './risk.ts'
import { RuleWhat } from './rule.ts'

/** Choices of a permission request, as the byte that stands in the signed decision (protocol: Decisions). */
export const Choice = { allowOnce: 0x01, allowRule: 0x02, deny: 0x10 } as const
export type Choice = (typeof Choice)[keyof typeof Choice]

/** Largest request in bytes that may be asked remotely; a larger one is refused rather than truncated. */
export const MAX_REQUEST_BYTES = SESSION_LIMITS.requestBytes.value

/** What would be done, from facts: the exact command, the exact change, the exact paths. */
export const RequestAction = v.variant('type', [
  v.strictObject({
    type: v.literal('command'),
    command: v.string(),
    /** The parsed words, or null where the command is more than one simple command. */
    argv: v.nullable(v.array(v.string())),
    /** Every simple command found in it, those in substitutions included, as written; empty where `argv` says it all. */
    parts: v.array(v.string()),
  }),
  v.strictObject({
    type: v.literal('edit'),
    files: v.array(
      v.strictObject({
        path: v.string(),
        diff: v.string(),
        diffHash: v.string(),
        /** SHA-256 (hex) of what the file held when this was asked; null where there was no such file, or too large a one. */
        before: v.nullable(v.string()),
      }),
    ),
  }),
  v.strictObject({ type: v.literal('access'), paths: v.array(v.string()) }),
  v.strictObject({ type: v.literal('fetch'), url: v.string() }),
  /** A tool of an MCP server; `input` is its JSON as the agent gave it. */
  v.strictObject({ type: v.literal('mcp'), server: v.string(), tool: v.string(), input: v.string() }),
  /** The agent wants to work in another of its modes; `to` in its own words. */
  v.strictObject({
    type: v.literal('mode'),
    from: v.nullable(v.string()),
    to: v.string(),
    detail: v.string(),
  }),
  /** Nothing that the host knows how to read. */
  v.strictObject({ type: v.literal('other'), detail: v.string() }),
])
export type RequestAction = v.InferOutput<typeof RequestAction>

/** The frozen object of a permission request. Travels as UTF-8 JSON bytes, hashed as sent, never re-serialised. */
export const PermissionFacts = v.strictObject({
  v: v.literal(1),
  hostId: PartyId,
  reqId: RequestId,
  session: SessionId,
  turn: TurnNumber,
  agent: AgentId,
  tool: v.strictObject({ name: v.string(), kind: ToolKind, call: v.nullable(v.string()) }),
  action: RequestAction,
  /** Real path of the working directory with its device and inode, so that a swapped parent is noticed. */
  cwd: v.strictObject({ path: v.string(), dev: v.string(), ino: v.string() }),
  /** Environment variables of ours that differ from the agent's own: name to value, null where removed. */
  envDelta: v.record(v.string(), v.nullable(v.string())),
  /** Script files about to run, bound by their content. */
  files: v.array(v.strictObject({ path: v.string(), sha256: v.string(), size: v.number() })),
  risk: Risk,
  reasons: v.array(v.string()),
  provenance: v.picklist(['user', 'web', 'repo']),
  offers: v.array(v.picklist([Choice.allowOnce, Choice.allowRule, Choice.deny])),
  /** What rules could say to allow this and its like, the narrowest first; empty where no rule may. */
  suggestions: v.pipe(v.array(RuleWhat), v.maxLength(SESSION_LIMITS.suggestions.value)),
  /** The agent's own description, shown apart and marked as its words. */
  agentWords: v.string(),
  createdAt: Instant,
  policyEpoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
export type PermissionFacts = v.InferOutput<typeof PermissionFacts>

export const Question = v.strictObject({
  header: v.string(),
  question: v.string(),
  options: v.array(v.strictObject({ label: v.string(), description: v.string() })),
  multiple: v.boolean(),
  custom: v.boolean(),
})
export type Question = v.InferOutput<typeof Question>

/** The answers to a question request: for each question the labels chosen or the words typed. */
export const Answers = v.pipe(
  v.array(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(SESSION_LIMITS.answerText.value))),
      v.maxLength(SESSION_LIMITS.answersPerQuestion.value),
    ),
  ),
  v.maxLength(SESSION_LIMITS.questions.value),
)
export type Answers = v.InferOutput<typeof Answers>

/** What a person gives back to a request that is no permission. */
export const Answer = v.variant('kind', [
  v.strictObject({ kind: v.literal('question'), answers: Answers }),
  /** Null approves the plan; words ask for changes. */
  v.strictObject({
    kind: v.literal('plan'),
    changes: v.nullable(v.pipe(v.string(), v.maxLength(SESSION_LIMITS.answerText.value))),
  }),
  v.strictObject({ kind: v.literal('form'), values: FormValues }),
])
export type Answer = v.InferOutput<typeof Answer>

const waiting = { request: RequestId, session: SessionId, turn: TurnNumber }
const asked = { ...waiting, agent: AgentId, createdAt: Instant }

/**
 * An entry of the host's pending set, as listed to every device at attach. All but permissions are words that go back
 * to the agent: answering them takes the right to prompt, and lets nothing run by itself.
 */
export const PendingRequest = v.variant('kind', [
  v.strictObject({
    kind: v.literal('permission'),
    ...waiting,
    /** The bytes of `PermissionFacts`: parsed strictly, shown from these alone, and hashed into the decision. */
    facts: AnyBytes,
  }),
  v.strictObject({ kind: v.literal('question'), ...asked, questions: v.array(Question) }),
  /** The agent shows what it means to do and waits for a yes; each step still asks for itself. Markdown, its words. */
  v.strictObject({ kind: v.literal('plan'), ...asked, plan: v.string() }),
  /** A form that an agent or an MCP server wants filled in. */
  v.strictObject({
    kind: v.literal('form'),
    ...asked,
    message: v.string(),
    fields: v.pipe(v.array(FormField), v.maxLength(SESSION_LIMITS.formFields.value)),
  }),
  /** What the host can't put into any of these: it can be looked at and turned down. */
  v.strictObject({ kind: v.literal('unknown'), ...asked, source: v.string(), detail: v.string() }),
])
export type PendingRequest = v.InferOutput<typeof PendingRequest>
/** A request that is answered in words. */
export type AskedRequest = Exclude<PendingRequest, { kind: 'permission' }>
