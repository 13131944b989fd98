import { HearthError } from '@hearth/shared/protocol'
import type { PromptContent, Turn } from '@hearth/shared/session'
import type { Change } from './ledger.ts'
import { turnCount } from './summary.ts'

/** @throws HearthError `host.unknown_turn` */
export const knownTurn = (change: Change, turn: number): void => {
  if (turn < 1 || turn > turnCount(change.state)) throw new HearthError('host.unknown_turn')
}

/** A turn that waits and was not given to an agent. @throws HearthError `host.unknown_turn`, `host.turn_state` */
export const waitingTurn = (change: Change, n: number): Turn => {
  knownTurn(change, n)
  const turn = change.state.queued.find((one) => one.n === n)
  if (turn === undefined) throw new HearthError('host.turn_state', 'This prompt is no longer queued')
  if (turn.state !== 'queued')
    throw new HearthError('host.turn_state', 'The agent was given this prompt already')
  return turn
}

/** Changes a prompt that waits. @throws HearthError `host.unknown_turn`, `host.turn_state`, `host.prompt_changed` */
export const editPrompt = (
  change: Change,
  n: number,
  { content, edits }: { content: PromptContent; edits: number },
  by: string,
  at: number,
): void => {
  const { prompt } = waitingTurn(change, n)
  if (prompt.edits !== edits) throw new HearthError('host.prompt_changed')
  change.emit({ type: 'prompt.edited', at, turn: n, content, by })
}

/** Puts prompts that wait into an order, before all others. @throws HearthError `host.unknown_turn`, `host.turn_state` */
export const orderQueue = (change: Change, turns: readonly number[], by: string, at: number): void => {
  const named = [...new Set(turns)]
  for (const turn of named) waitingTurn(change, turn)
  const { queued } = change.state
  if (named.some((n, place) => queued[place]?.n !== n))
    change.emit({ type: 'queue.ordered', at, turns: named, by })
}
