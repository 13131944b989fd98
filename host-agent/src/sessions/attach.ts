import type { Memory, Turn } from '@hearth/shared/session'
import type { AgentSession } from '../agents/driver.ts'
import type { AgentLink, LinkNotice } from './agent-link.ts'
import { type Digest, digestOf } from './digest.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Change } from './ledger.ts'
import { DIGEST_TURNS } from './limits.ts'

/** What an agent brings to a turn, and what it has to be told first. */
interface Attachment {
  readonly memory: Memory
  readonly digest: Digest | null
  readonly notices: readonly LinkNotice[]
}

/** The turns that this agent session does not remember, told for its agent; null when there is nothing to tell. */
const digestFor = (
  { ledger, store, label }: EngineParts,
  agent: string,
  agentSession: string,
): Digest | null => {
  const { num } = ledger
  const since = store.agents.lastWork(num, agent, agentSession)
  const missed = store.agents.missed(num, since, { agent, agentSession }, DIGEST_TURNS)
  const turns = missed.flatMap((n): Turn[] => {
    const turn = store.turns.get(num, n)
    return turn === null ? [] : [turn]
  })
  return digestOf(turns, { since: 0, for: null, names: label })
}

export const attachmentOf = (
  parts: EngineParts,
  link: AgentLink,
  session: AgentSession,
  undigested: boolean,
): Attachment => ({
  ...link.attach(),
  digest: undigested ? null : digestFor(parts, link.agent, session.id),
})

/** Tells the log what a turn's agent brought. */
export const emitAttached = (
  change: Change,
  turn: number,
  { memory, digest, notices }: Attachment,
  at: number,
): void => {
  const told = digest === null ? {} : { digest: { from: digest.from, to: digest.to } }
  change.emit({ type: 'turn.attached', at, turn, memory, ...told })
  for (const { code, text } of notices)
    change.emit({ type: 'notice', at, turn, level: 'warning', code, text })
}
