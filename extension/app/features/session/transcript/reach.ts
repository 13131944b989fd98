import type { SessionView } from '../../../state/session-view.ts'
import type { TranscriptModel } from './model.ts'

/** Loads earlier turns until turn `n` is here. False: it is not to be had, because there is none, or no more are held. */
export const reachTurn = async (
  view: Pick<SessionView, 'earlier' | 'loadEarlier'>,
  model: TranscriptModel,
  n: number,
  signal: AbortSignal,
): Promise<boolean> => {
  while (model.turn(n) === undefined) {
    const before = view.earlier()
    if (before === 0 || signal.aborted) return false
    await view.loadEarlier()
    // Nothing came: a page that does not fit yet, or as many turns as are held.
    if (view.earlier() >= before) return model.turn(n) !== undefined
  }
  return true
}
