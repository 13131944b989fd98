import type { Turn } from '@hearth/shared/session'
import type { HostView } from '../../../state/host-view.ts'
import { HISTORY_TURNS } from '../../../state/limits.ts'

/** What a device has of a session. */
export interface Loaded {
  readonly turns: readonly Turn[]
  /** Turns before those. */
  readonly earlier: number
}

/**
 * All turns of a session, oldest first: what is loaded, and before it what the host has, page by page. `told` hears how
 * many there are so far. Nothing that is fetched is kept for the screen.
 * @throws {HearthError} as `call` does; @throws `signal.reason` when it was ended
 */
export const collectTurns = async (
  host: HostView,
  session: string,
  loaded: Loaded,
  told: (count: number) => void,
  signal: AbortSignal,
): Promise<Turn[]> => {
  const pages: (readonly Turn[])[] = [loaded.turns]
  let count = loaded.turns.length
  let { earlier } = loaded
  let before = loaded.turns[0]?.n
  while (earlier > 0 && before !== undefined) {
    signal.throwIfAborted()
    const page = await host.actions.call('history', { session, before, limit: HISTORY_TURNS })
    signal.throwIfAborted()
    const older = page.turns.filter(({ n }) => before !== undefined && n < before)
    if (older.length === 0) break
    pages.unshift(older)
    count += older.length
    told(count)
    earlier = page.earlier
    before = older[0]?.n
  }
  return pages.flat()
}
