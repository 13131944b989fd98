import { isFinished, type RequestView } from '@hearth/shared/link'
import { createEffect, createMemo, type JSX, Match, onCleanup, Switch } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { previewOf } from './preview.ts'
import { RequestCard } from './RequestCard.tsx'
import styles from './RequestDock.module.css'
import { RequestSummary } from './RequestSummary.tsx'
import { Spoken } from './Spoken.tsx'
import { StandingLine } from './StandingLine.tsx'
import { useSurroundings } from './surroundings.ts'
import { useStanding } from './use-standing.ts'

export interface DockItemProps {
  readonly host: HostView
  readonly request: RequestView
  /** Its card is shown rather than its row. */
  readonly open: boolean
  onOpen(): void
  /** It ended long enough ago. */
  onForget(): void
}

/** A request above the composer: a row, its card, and for a moment what it came to. */
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
      <Switch
        fallback={<RequestSummary host={props.host} request={props.request} here onOpen={props.onOpen} />}
      >
        <Match when={isOver()}>
          <div class={styles.receipt}>
            <StandingLine standing={standing()} about={previewOf(props.request.content).verb} />
          </div>
        </Match>
        <Match when={props.open}>
          <RequestCard host={props.host} request={props.request} />
        </Match>
      </Switch>
    </>
  )
}
