import { isFinished, type RequestView } from '@hearth/shared/link'
import { createEffect, createMemo, type JSX, onCleanup, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { previewOf } from './preview.ts'
import { RequestCard } from './RequestCard.tsx'
import styles from './RequestDock.module.css'
import { Spoken } from './Spoken.tsx'
import { StandingLine } from './StandingLine.tsx'
import { useSurroundings } from './surroundings.ts'
import { useStanding } from './use-standing.ts'

export interface DockItemProps {
  readonly host: HostView
  readonly request: RequestView
  /** It ended long enough ago. */
  onForget(): void
}

/** A request above the composer: its card, and then for a moment what it came to. */
export const DockItem = (props: DockItemProps): JSX.Element => {
  const { clock } = useSurroundings()
  const standing = useStanding(() => props.request)
  const isOver = createMemo(() => isFinished(props.request.state))
  createEffect(() => {
    if (isOver()) onCleanup(clock.after(REQUEST_CARD_LIMITS.receiptMs.value, () => props.onForget()))
  })
  return (
    <>
      <Spoken request={props.request} />
      <Show when={isOver()} fallback={<RequestCard host={props.host} request={props.request} />}>
        <div class={styles.receipt}>
          <StandingLine standing={standing()} about={previewOf(props.request.content).verb} />
        </div>
      </Show>
    </>
  )
}
