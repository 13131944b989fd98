import type { SessionState } from '@hearth/shared/session'
import { type Accessor, createEffect, createMemo, createSignal, onCleanup, onMount, untrack } from 'solid-js'
import { useMemory } from './use-memory.ts'

/** Does a person still have to say how the last turn goes on? */
const choiceDue = ({ settled, current }: SessionState): boolean => {
  const last = settled.at(-1)
  return current === null && last?.state === 'unknown' && last.resolved === null
}

/** Is somebody looking at this page: visible, and the window that keys go to? */
const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/** For the session's screen: notes on this device up to where it was really looked at, which clears its dot. */
export const useSeen = (host: string, session: string, state: Accessor<SessionState | null>): void => {
  const memory = useMemory()
  const [looked, setLooked] = createSignal(isLookedAt())
  const note = (): void => {
    const now = state()
    if (now !== null && looked()) memory.see(host, session, { seq: now.seq, choice: choiceDue(now) })
  }
  const look = (): void => {
    untrack(note)
    setLooked(isLookedAt())
  }
  // A running turn grows with every word; what counts is its end, and where the person left.
  const rests = createMemo((): boolean => state()?.current === null)
  createEffect(() => {
    if (looked() && rests()) note()
  })
  onMount(() => {
    for (const event of ['focus', 'blur']) window.addEventListener(event, look)
    document.addEventListener('visibilitychange', look)
  })
  onCleanup(() => {
    for (const event of ['focus', 'blur']) window.removeEventListener(event, look)
    document.removeEventListener('visibilitychange', look)
    untrack(note)
  })
}
