import type { RequestView } from '@hearth/shared/link'
import type { JSX } from 'solid-js'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { standingOf } from './standing.ts'
import { onStateChange } from './use-standing.ts'

/** Draws nothing; says aloud what becomes of a request. What needs the person again interrupts. */
export const Spoken = (props: { request: RequestView }): JSX.Element => {
  const announce = useAnnounce()
  onStateChange(
    () => props.request,
    (state) => {
      if (state === 'sending' || state === 'pending') return
      const { line, more } = standingOf(props.request, false, null)
      const isUrgent = state === 'failed' || state === 'expired'
      announce(more === null ? line : `${line} ${more}`, isUrgent ? 'assertive' : 'polite')
    },
  )
  return null
}
