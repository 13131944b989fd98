import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { sayError, W } from '../words.ts'

/** Stopping the turn that goes on. */
export interface Stopping {
  /** Is the present turn being stopped? Until it has settled. */
  readonly busy: Accessor<boolean>
  /** Why the last try failed, in words. */
  readonly failed: Accessor<string | null>
  stop(): Promise<void>
}

/** `turn`: the number of the turn that goes on, or null. */
export const createStopping = (host: HostView, session: string, turn: Accessor<number | null>): Stopping => {
  const [asked, setAsked] = createSignal<number | null>(null)
  const [failed, setFailed] = createSignal<string | null>(null)
  const busy = createMemo(() => turn() !== null && asked() === turn())
  createEffect(on(turn, () => setFailed(null), { defer: true }))
  return {
    busy,
    failed,
    async stop() {
      const n = turn()
      if (n === null || busy()) return
      setAsked(n)
      setFailed(null)
      try {
        await host.actions.call('stop', { session, turn: n })
      } catch (error) {
        if (asked() !== n) return
        setAsked(null)
        // It has ended in the meantime: that is what was wanted.
        if (turn() === n) setFailed(`${W.stopFailed} ${sayError(error)}`)
      }
    },
  }
}
