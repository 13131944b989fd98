import { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createSignal } from 'solid-js'
import { toContent } from '../../state/attachment.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import type { Typed } from '../../state/typed.ts'
import { type Failure, failureOf, isDoubt } from './failure.ts'
import { type Made, makeSession, type NewWish } from './making.ts'
import type { LastChoice } from './memory.ts'
import { titleFrom } from './title.ts'

/**
 * Where making a session stands.
 * - `editing`: nothing is under way; the last attempt may have failed
 * - `making`: the host was asked
 * - `doubt`: it may have been made; the very same wish can be sent again
 */
export type Making =
  | { readonly at: 'editing'; readonly failure: Failure | null }
  | { readonly at: 'making' }
  | { readonly at: 'doubt'; readonly failure: Failure }

export interface Maker {
  state: Accessor<Making>
  /** Makes what was chosen; in doubt the same as before. Null when it failed. */
  make(host: HostView, choice: LastChoice, typed: Typed): Promise<Made | null>
  /** Gives the wish up whose fate is unknown: what is asked for next is another session. */
  startOver(): void
}

/** Makes one session, however often its answer is lost. */
export const createMaker = (): Maker => {
  const [state, setState] = createSignal<Making>({ at: 'editing', failure: null })
  let doubted: NewWish | null = null
  const make = async (host: HostView, choice: LastChoice, typed: Typed): Promise<Made | null> => {
    const { actions } = host
    const wish = doubted ?? {
      ...choice,
      session: actions.newId(),
      title: titleFrom(typed.text),
      prompt: toContent(typed.text, typed.attachments),
      promptId: actions.newId(),
    }
    setState({ at: 'making' })
    try {
      const made = await makeSession(actions, wish)
      doubted = null
      return made
    } catch (error) {
      const failure = failureOf(error, hostName(host), 'new')
      const doubt = error instanceof HearthError && isDoubt(error)
      // Once in doubt, a host that can't be reached takes nothing back.
      doubted = doubt || (doubted !== null && failure.way === 'status') ? wish : null
      setState(doubted === null ? { at: 'editing', failure } : { at: 'doubt', failure })
      return null
    }
  }
  return {
    state,
    make,
    startOver() {
      doubted = null
      setState({ at: 'editing', failure: null })
    },
  }
}
