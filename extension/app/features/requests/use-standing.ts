import { isFinished, type RequestView } from '@hearth/shared/link'
import type { RequestState } from '@hearth/shared/session'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { type Standing, standingOf } from './standing.ts'
import { useSurroundings } from './surroundings.ts'

const BUSY: ReadonlySet<RequestState> = new Set(['sending', 'received'])

/** How a request stands now: says more when it takes long, and keeps the time at which it was seen to end. */
export const useStanding = (view: Accessor<RequestView>): Accessor<Standing> => {
  const { clock } = useSurroundings()
  const state = createMemo(() => view().state)
  const [late, setLate] = createSignal(false)
  createEffect(() => {
    if (!BUSY.has(state())) return
    onCleanup(clock.after(REQUEST_CARD_LIMITS.slowMs.value, () => setLate(true)))
    onCleanup(() => setLate(false))
  })
  let drawnBefore = false
  const endedAt = createMemo<number | null>((before) => {
    const over = isFinished(state())
    const seen = drawnBefore
    drawnBefore = true
    // What was over when it was first drawn here ended at a time that nobody here knows.
    return over ? (before ?? (seen ? clock.now() : null)) : null
  }, null)
  return () => standingOf(view(), late(), endedAt())
}

/** Calls back whenever the state becomes another one. */
export const onStateChange = (view: Accessor<RequestView>, tell: (state: RequestState) => void): void => {
  const state = createMemo(() => view().state)
  createEffect(on(state, tell, { defer: true }))
}
