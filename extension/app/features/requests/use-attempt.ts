import type { RequestView } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { canDecide } from '@hearth/shared/session'
import { type Accessor, createSignal } from 'solid-js'
import { onStateChange } from './use-standing.ts'

/** What a card may do now: offer the choices, offer to take it up again, or neither. */
export type Offer =
  | { readonly kind: 'choices'; readonly attempt: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'none' }

export interface Attempt {
  readonly offer: Accessor<Offer>
  /** Why the last try was refused before anything was sent; null otherwise. */
  readonly refusal: Accessor<HearthError | null>
  /** Sends an answer; what becomes of it shows in the request's state. */
  send(ask: () => Promise<unknown>): Promise<void>
  /** The choices once more, armed anew. */
  again(): void
}

/** Guides one request through its tries: after one that failed or came too late, the choices come back only on demand. */
export const useAttempt = (view: Accessor<RequestView>): Attempt => {
  const [attempt, setAttempt] = createSignal(1)
  const [resumed, setResumed] = createSignal(false)
  const [refusal, setRefusal] = createSignal<HearthError | null>(null)
  onStateChange(view, () => setResumed(false))
  const offer = (): Offer => {
    const { state } = view()
    if (!canDecide(state)) return { kind: 'none' }
    return state === 'pending' || resumed() ? { kind: 'choices', attempt: attempt() } : { kind: 'again' }
  }
  const send = async (ask: () => Promise<unknown>): Promise<void> => {
    setRefusal(null)
    try {
      await ask()
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      setRefusal(error)
    }
    setAttempt(attempt() + 1)
  }
  return { offer, refusal, send, again: () => setResumed(true) }
}
