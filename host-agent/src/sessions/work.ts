import type { Draft } from '../agents/driver.ts'
import type { SessionStore } from '../store/store.ts'
import { currentTurn, type Ending, settleTurn } from './changes.ts'
import { draftBodies } from './drafts.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Change } from './ledger.ts'
import type { Run } from './run.ts'

/** Notes, after the event that settled it, that an agent certainly had a turn: its agent session remembers it. */
export const recordWork = (
  change: Change,
  store: SessionStore,
  session: number,
  work: { turn: number; agent: string; agentSession: string },
): void => {
  const { seq } = change.state
  change.row(() => store.agents.saveWork(session, { ...work, seq }))
}

/** Settles a turn that was with its agent, in `agentSession` if it got that far. Gives the requests that it withdraws. */
export const settleRun = (
  change: Change,
  { ledger, store, clock }: EngineParts,
  run: Run,
  agentSession: string | undefined,
  ending: Ending,
): string[] => {
  const { turn, agent } = run
  const hadIt = currentTurn(change.state, turn)?.state !== 'starting' || ending.outcome === 'completed'
  const open = settleTurn(change, turn, ending, clock.now())
  if (open !== null) run.outcome = ending.outcome
  for (const join of run.joins) noteUnanswered(change, run, join, clock.now())
  if (open !== null && hadIt && agentSession !== undefined)
    recordWork(change, store, ledger.num, { turn, agent, agentSession })
  change.row(() => {
    store.turns.clear(ledger.num, turn)
    // Its memory is gone: the next prompt starts with a new one rather than failing for ever.
    if (ending.error?.code === 'agent.session_missing') store.sessions.dropAgentSession(ledger.num, agent)
  })
  return open ?? []
}

/** Tells of a prompt that a turn took in which was then stopped or failed, where the agent did nothing more after that. */
export const noteUnanswered = (change: Change, run: Run, join: Run['joins'][number], at: number): void => {
  const wasCut = run.outcome !== null && run.outcome !== 'completed'
  if (!wasCut || join.block !== run.blocks.last) return
  const text =
    'The turn that took this in ended before the agent answered it. Send it again if it still matters.'
  change.emit({ type: 'notice', at, turn: join.turn, level: 'warning', code: 'host.steer_unanswered', text })
}

/** Writes what the agent did into the log, with the keys under which its blocks are found again. */
export const writeDraft = (
  change: Change,
  { ledger, store, clock }: EngineParts,
  run: Run,
  draft: Draft,
): void => {
  const { turn, blocks, fresh } = run
  if (currentTurn(change.state, turn) === null) return
  for (const body of draftBodies(draft, turn, clock.now(), blocks)) change.emit(body)
  for (const { n, key } of fresh.splice(0)) change.row(() => store.turns.saveBlock(ledger.num, turn, n, key))
}
