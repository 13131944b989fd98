import type { PromptContent } from '@hearth/shared/session'
import type { AgentSession } from '../agents/driver.ts'
import type { AgentLink } from './agent-link.ts'
import { attachmentOf, emitAttached } from './attach.ts'
import { currentTurn, moveTurn } from './changes.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Change } from './ledger.ts'
import type { Run } from './run.ts'

/** The prompt was taken back before its turn began, or another was put before it. */
export class Withdrawn extends Error {
  override name = 'Withdrawn'
}

/** Takes a turn from the queue, as its prompt stands by now. @throws {Withdrawn} */
export const startTurn = (change: Change, run: Run, now: number): void => {
  // People may have put another first since this one was chosen.
  if (change.state.queued[0]?.n !== run.turn) throw new Withdrawn()
  if (!moveTurn(change, run.turn, 'starting', now)) throw new Withdrawn()
  run.content = currentTurn(change.state, run.turn)?.prompt.content ?? run.content
}

/** Stores the key under which the agent will record a prompt. One that was stored for this session is used again. */
export const sealKey = (
  change: Change,
  { ledger, store }: EngineParts,
  turn: number,
  session: AgentSession,
): string => {
  const before = store.turns.sent(ledger.num, turn)
  const key = before?.agentSession === session.id ? before.key : session.mintKey()
  change.row(() => store.turns.saveSent(ledger.num, turn, { key, agentSession: session.id }))
  return key
}

/**
 * Makes durable what must be before a turn's prompt is given to its agent, and gives what is to be sent: the prompt,
 * after what the agent has to be told. @throws {Withdrawn}
 */
export const sealTurn = (
  change: Change,
  parts: EngineParts,
  run: Run,
  link: AgentLink,
  session: AgentSession,
): { key: string; content: PromptContent } => {
  const { ledger, store, clock } = parts
  const now = clock.now()
  if (currentTurn(change.state, run.turn) === null) startTurn(change, run, now)
  const undigested = currentTurn(change.state, run.turn)?.prompt.undigested ?? false
  const attached = attachmentOf(parts, link, session, undigested)
  emitAttached(change, run.turn, attached, now)
  const key = sealKey(change, parts, run.turn, session)
  change.row(() => store.sessions.saveAgentSession(ledger.num, run.agent, session.id))
  const { digest } = attached
  const told = digest === null ? [] : [{ type: 'text' as const, text: digest.text }]
  return { key, content: [...told, ...run.content] }
}
