import type { StopStep } from '@hearth/shared/session'
import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { sayError } from '../../../ui/say-error.ts'
import { W } from '../words.ts'

/** Stopping the turn that goes on. How far that has come is what the host says; a press more goes one step further. */
export interface Stopping {
  /** The host is being asked. */
  readonly busy: Accessor<boolean>
  /** How hard the present turn is being stopped; null while it is not. */
  readonly step: Accessor<StopStep | null>
  /** Why the last try failed, in words. */
  readonly failed: Accessor<string | null>
  stop(): Promise<void>
}

/** What of a turn matters here. */
export interface Stoppable {
  readonly n: number
  readonly stopping: { readonly step: StopStep } | null
}

/** `turn`: the turn that goes on, or null. */
export const createStopping = (
  host: HostView,
  session: string,
  turn: Accessor<Stoppable | null>,
): Stopping => {
  const [asking, setAsking] = createSignal<number | null>(null)
  const [failed, setFailed] = createSignal<string | null>(null)
  const n = (): number | null => turn()?.n ?? null
  createEffect(on(n, () => setFailed(null), { defer: true }))
  const busy = (): boolean => asking() !== null && asking() === n()
  return {
    busy,
    step: () => turn()?.stopping?.step ?? null,
    failed,
    async stop() {
      const at = n()
      if (at === null || busy()) return
      setAsking(at)
      setFailed(null)
      try {
        await host.actions.call('stop', { session, turn: at })
      } catch (error) {
        // It has ended in the meantime: that is what was wanted.
        if (n() === at) setFailed(`${W.stopFailed} ${sayError(error)}`)
      }
      if (asking() === at) setAsking(null)
    },
  }
}
