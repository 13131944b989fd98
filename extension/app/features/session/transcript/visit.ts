import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { SessionView } from '../../../state/session-view.ts'
import type { TranscriptModel } from './model.ts'
import type { Place } from './place.ts'
import { reachTurn } from './reach.ts'
import type { TranscriptHandle } from './Transcript.tsx'

/** Going to places of a session, also to those that are not loaded yet. */
export interface Visit {
  /** Are earlier turns being fetched on the way? */
  readonly busy: Accessor<boolean>
  /** Goes to a place; a later one ends an earlier. False: it is not to be had, or no longer wanted. */
  go(place: Place): Promise<boolean>
}

export const createVisit = (parts: {
  readonly view: Pick<SessionView, 'earlier' | 'loadEarlier'>
  readonly model: TranscriptModel
  readonly transcript: Accessor<TranscriptHandle | undefined>
}): Visit => {
  const { view, model, transcript } = parts
  const [busy, setBusy] = createSignal(false)
  let going: AbortController | undefined
  onCleanup(() => going?.abort())
  return {
    busy,
    async go(place) {
      going?.abort()
      const own = new AbortController()
      going = own
      setBusy(model.turn(place.turn) === undefined)
      try {
        const isThere = await reachTurn(view, model, place.turn, own.signal)
        if (!isThere || own.signal.aborted) return false
        // What was just loaded stands in the list by the next task.
        await new Promise((done) => setTimeout(done))
        return !own.signal.aborted && (transcript()?.toPlace(place) ?? false)
      } finally {
        if (going === own) setBusy(false)
      }
    },
  }
}
