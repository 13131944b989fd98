import type { Question } from '@hearth/shared/session'
import type { AgentRequest, Ask, Draft, TurnSink } from '../driver.ts'
import { askOf, nameOf, planOf, wordsOf } from './asks.ts'
import type { AllowedWish } from './client-side.ts'
import type { TurnMap } from './map.ts'
import type { Pending } from './pending.ts'
import { answersByNumber, questionsIn } from './questions.ts'
import type { Quirks } from './spec.ts'
import { PermissionAsked, type PermissionOption, read, type ToolCall } from './wire.ts'

type Outcome = {
  outcome: { outcome: 'cancelled' } | { outcome: 'selected'; optionId: string }
  answers?: Record<string, string>
}

const CANCELLED: Outcome = { outcome: { outcome: 'cancelled' } }

type Parts = {
  sink: TurnSink
  map: TurnMap
  pending: Pending
  quirks: Quirks
  /** A person has allowed this for once. */
  allowed(wish: AllowedWish): void
}
type Reply = Parameters<Extract<AgentRequest, { kind: 'question' }>['reply']>[0]
type Decision = Parameters<Extract<AgentRequest, { kind: 'permission' }>['reply']>[0]

/**
 * Asks a person what the agent asks. Allowing takes an option that holds for this once, never one that holds for more;
 * where the agent offers none, it is refused unasked, and the person is told. ACP has no place for a reason.
 */
export async function askPermission(params: unknown, signal: AbortSignal, parts: Parts): Promise<Outcome> {
  const { sink, map, pending, quirks } = parts
  const asked = read(PermissionAsked, params)
  if (asked === null) return askUnknown(params, signal, parts)
  const { toolCall, options = [] } = asked
  const call = map.tools.known(toolCall)
  const earlier = map.tools.earlier(toolCall.toolCallId)
  for (const draft of map.asked(toolCall)) sink.draft(draft)
  const [allow, deny] = [optionOf(options, 'allow_once'), optionOf(options, 'reject_once')]
  if (allow === undefined) {
    sink.draft(UNASKED)
    return deny ?? CANCELLED
  }
  const questions = quirks.questions === undefined ? null : questionsIn(toolCall, quirks.questions)
  if (questions !== null) {
    const answered = await askQuestions(questions, signal, parts)
    if (answered === null) return CANCELLED
    return 'answers' in answered
      ? { ...allow, answers: answersByNumber(answered.answers) }
      : (deny ?? CANCELLED)
  }
  const { approvesPlan } = quirks
  if (call.kind === 'switch_mode' && approvesPlan !== undefined) {
    // Of the ways to approve only this one has every step ask for itself.
    const approve = options.some(({ optionId }) => optionId === approvesPlan)
    if (!approve) return deny ?? CANCELLED
    // Some tell the plan before they ask, and ask with nothing in hand (recordings/claude/plan-approval).
    const plan = planOf(call) || (earlier === undefined ? '' : planOf(earlier))
    return await askPlan(call, { plan, approve: approvesPlan, deny, signal }, parts)
  }
  const what = askOf(call, quirks)
  const decision = await pending.ask<Decision>(signal, (id) =>
    sink.request({
      kind: 'permission',
      id,
      tool: { name: nameOf(call), kind: call.kind ?? 'other', call: call.toolCallId },
      ask: what,
      words: wordsOf(call),
      reply: async (answer) => {
        const result = pending.reply(id, answer)
        const isUnsaid = result === 'applied' && !answer.allow && answer.reason !== undefined
        // Some agents say nothing more of a call that was denied.
        if (result === 'applied' && !answer.allow)
          for (const draft of map.tools.fail(toolCall.toolCallId)) sink.draft(draft)
        return isUnsaid ? 'unsaid' : result
      },
    }),
  )
  if (decision === null) return CANCELLED
  if (decision.allow) for (const wish of wishesOf(what, call)) parts.allowed(wish)
  return decision.allow ? allow : (deny ?? CANCELLED)
}

type Verdict = Parameters<Extract<AgentRequest, { kind: 'plan' }>['reply']>[0]

/** Shows a plan. Asked for changes, the agent hears a plain no: ACP has no place for words. */
async function askPlan(
  call: ToolCall,
  {
    plan,
    approve,
    deny,
    signal,
  }: { plan: string; approve: string; deny: Outcome | undefined; signal: AbortSignal },
  { sink, map, pending }: Parts,
): Promise<Outcome> {
  const verdict = await pending.ask<Verdict>(signal, (id) =>
    sink.request({
      kind: 'plan',
      id,
      plan,
      reply: async (answer) => {
        const result = pending.reply(id, answer)
        if (result === 'applied' && !('approve' in answer))
          for (const draft of map.tools.fail(call.toolCallId)) sink.draft(draft)
        return result === 'applied' && 'changes' in answer ? 'unsaid' : result
      },
    }),
  )
  if (verdict === null) return CANCELLED
  return 'approve' in verdict ? { outcome: { outcome: 'selected', optionId: approve } } : (deny ?? CANCELLED)
}

/** What can't be read is shown as it is. It can only be turned down: which of its options does what nobody knows. */
async function askUnknown(params: unknown, signal: AbortSignal, { sink, pending }: Parts): Promise<Outcome> {
  const detail = JSON.stringify(params) ?? ''
  await pending.ask(signal, (id) =>
    sink.request({
      kind: 'unknown',
      id,
      source: 'session/request_permission',
      detail,
      reply: async (answer) => pending.reply(id, answer),
    }),
  )
  return CANCELLED
}

/** What an allowed request lets the agent have us do: exactly what was shown. */
function wishesOf(ask: Ask, { content = [] }: ToolCall): AllowedWish[] {
  if (ask.type === 'command') return [{ type: 'command', command: ask.command, cwd: ask.cwd ?? null }]
  if (ask.type !== 'edit') return []
  return content.flatMap((part): AllowedWish[] =>
    part.type === 'diff'
      ? [{ type: 'edit', path: part.path, before: part.oldText ?? null, after: part.newText }]
      : [],
  )
}

/** Null where it was taken back. */
function askQuestions(
  questions: Question[],
  signal: AbortSignal,
  { sink, pending }: Parts,
): Promise<Reply | null> {
  return pending.ask<Reply>(signal, (id) =>
    sink.request({ kind: 'question', id, questions, reply: async (answer) => pending.reply(id, answer) }),
  )
}

function optionOf(options: readonly PermissionOption[], kind: string): Outcome | undefined {
  const option = options.find((own) => own.kind === kind)
  return option === undefined ? undefined : { outcome: { outcome: 'selected', optionId: option.optionId } }
}

const UNASKED: Draft = {
  type: 'notice',
  level: 'warning',
  code: 'agent.unsupported',
  text: 'The agent asked for something that could only be allowed for good, so it was refused.',
}
