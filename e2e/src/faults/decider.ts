import type { Link } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'

/** Allows whatever waits, again and again until it is told that it is over: the patience of a person in a storm. */
export const allowEverything = (link: Link): (() => void) => {
  const allow = (): void => {
    for (const { id, state } of link.requests.value.values()) {
      if (state !== 'pending' && state !== 'failed' && state !== 'expired') continue
      link.decide(id, 'allow-once').catch((error: unknown) => {
        if (!(error instanceof HearthError)) throw error
      })
    }
  }
  const stop = link.requests.listen(allow)
  const stopStatus = link.onStatus(({ connection }) => {
    if (connection === 'live') allow()
  })
  allow()
  return () => {
    stop()
    stopStatus()
  }
}
