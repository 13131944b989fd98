import { isSettled, type TurnState } from '@hearth/shared/session'
import { type Accessor, createEffect, on } from 'solid-js'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { W } from './words.ts'

/**
 * Says when a turn starts or ends; what it asks is said where requests stand, and text that streams is not read out.
 * `state`: null for none, undefined while that is not known: what went on before the session was opened is no news.
 */
export const createAnnouncements = (state: Accessor<TurnState | null | undefined>): void => {
  const announce = useAnnounce()
  createEffect(
    on(
      state,
      (now, before) => {
        if (now === before || now === undefined || before === undefined) return
        if (now !== null && !isSettled(now) && before === null) announce(W.started)
        else if (now === null) announce(W.finished)
      },
      { defer: true },
    ),
  )
}
