import type { RequestView } from '@hearth/shared/link'
import { type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import styles from './CardFrame.module.css'
import { CardFrame } from './CardFrame.tsx'
import { StandingLine } from './StandingLine.tsx'
import { useStanding } from './use-standing.ts'
import { unreadable } from './words.ts'

/** A request of which something is not understood: what can't be shown whole can't be decided here. */
export const UnreadableCard = (props: { host: HostView; request: RequestView; why: string }): JSX.Element => {
  const standing = useStanding(() => props.request)
  return (
    <CardFrame host={props.host} request={props.request} title={unreadable.title}>
      <p>{unreadable.text}</p>
      <p class={styles.why}>{unreadable.why(props.why)}</p>
      <Show when={props.request.state !== 'pending'}>
        <StandingLine standing={standing()} />
      </Show>
    </CardFrame>
  )
}
