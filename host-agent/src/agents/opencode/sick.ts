import { STREAM_SILENCE_MS } from '../limits.ts'
import type { Hub } from './hub.ts'

/**
 * Whether a server that left a call unanswered may be ended for that: only when no session has a turn (a turn is at
 * work, or a person will be asked about it), when its event stream has been silent for STREAM_SILENCE_MS too, and when
 * it does not say that it is healthy. A sick check is no reason to end a turn that goes on.
 */
export async function isSick(
  hub: Pick<Hub, 'hasTurns' | 'heardAt'>,
  isHealthy: () => Promise<boolean>,
  now: () => number = Date.now,
): Promise<boolean> {
  const isSilent = now() - (hub.heardAt() ?? 0) > STREAM_SILENCE_MS
  if (hub.hasTurns() || !isSilent) return false
  const isWell = await isHealthy()
  // A turn may have begun while it was asked.
  return !isWell && !hub.hasTurns()
}
