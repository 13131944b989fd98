import type { RequestView } from '@hearth/shared/link'
import { visible } from '@hearth/shared/session'
import { type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './Decide.module.css'
import { StandingLine } from './StandingLine.tsx'
import { useAttempt } from './use-attempt.ts'
import { useStanding } from './use-standing.ts'
import { button, screen } from './words.ts'

export interface TriesProps {
  readonly host: HostView
  readonly request: RequestView
  /** The choices; drawn anew, and so armed anew, for every try. */
  children(send: (ask: () => Promise<unknown>) => void): JSX.Element
}

/** How a request stands and, as long as it can be decided here, what can be done about it. */
export const Tries = (props: TriesProps): JSX.Element => {
  const standing = useStanding(() => props.request)
  const { offer, refusal, send, again } = useAttempt(() => props.request)
  const attempt = (): number | false => {
    const now = offer()
    return now.kind === 'choices' && now.attempt
  }
  let box: HTMLElement | undefined
  const start = (ask: () => Promise<unknown>): void => {
    void send(ask)
    // The pressed button is gone: the focus stays with what became of it.
    if (offer().kind !== 'choices') box?.focus({ preventScroll: true })
  }
  return (
    <div
      ref={(element) => {
        box = element
      }}
      tabindex="-1"
      class={styles.decide}
    >
      <Show when={refusal()}>{(error) => <p class={styles.cannot}>{visible(error().message)}</p>}</Show>
      <Show when={props.request.state !== 'pending'}>
        <StandingLine standing={standing()} />
      </Show>
      <Show when={offer().kind === 'again'}>
        <Button wide onClick={again}>
          {props.request.state === 'expired' ? button.askAgain : button.tryAgain}
        </Button>
      </Show>
      <Show when={offer().kind === 'choices' && props.host.status().connection !== 'live'}>
        <p class={styles.hint}>{screen.offline}</p>
      </Show>
      <Show when={attempt()} keyed>
        {(_) => props.children(start)}
      </Show>
    </div>
  )
}
