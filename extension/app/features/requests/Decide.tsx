import type { RequestView } from '@hearth/shared/link'
import type { PermissionFacts } from '@hearth/shared/session'
import { createEffect, createMemo, createSignal, createUniqueId, type JSX, onCleanup, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { ArmedButton } from './ArmedButton.tsx'
import styles from './Decide.module.css'
import { DenyReason } from './DenyReason.tsx'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { mayAllow } from './rights.ts'
import { useShown } from './shown.ts'
import { useSurroundings } from './surroundings.ts'
import { Tries } from './Tries.tsx'
import { button, hold } from './words.ts'

export interface DecideProps {
  readonly host: HostView
  readonly request: RequestView
  readonly facts: PermissionFacts
}

/** The choices about a permission request, always in this order; below its states. */
export const Decide = (props: DecideProps): JSX.Element => {
  const shown = useShown()
  const { clock } = useSurroundings()
  const hint = createUniqueId()
  const device = () => props.host.overview().device
  const allow = createMemo(() => mayAllow(props.request, props.facts, device()))
  const whyNot = (): string | null => {
    const may = allow()
    return may.may ? null : may.why
  }
  const unread = (): string | null => {
    if (shown.whole()) return null
    return shown.folded() ? hold.folded : hold.unread
  }
  const mayTell = (): boolean =>
    device()?.rights.some((right) => right === 'prompt' || right === 'decide') === true
  /** The browser has had the time to tell what is on the screen: until then, saying that some is not would only flash. */
  const [hasLooked, setLooked] = createSignal(false)
  onCleanup(clock.after(REQUEST_CARD_LIMITS.lookMs.value, () => setLooked(true)))
  const saysUnread = (): boolean => unread() !== null && (hasLooked() || shown.folded())
  let unreadRow: HTMLElement | undefined
  createEffect(() => {
    // Never onto Allow: the focus goes back to what was read.
    if (shown.whole() && unreadRow?.contains(document.activeElement))
      unreadRow.closest('article')?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  })
  const decide = (choice: 'allow-once' | 'deny', reason?: string) => () =>
    props.host.actions.decide(props.request.id, choice, reason === undefined ? {} : { reason })
  return (
    <Tries host={props.host} request={props.request}>
      {(send) => (
        <>
          <Show when={whyNot() === null} fallback={<p class={styles.cannot}>{whyNot()}</p>}>
            <ArmedButton
              variant="primary"
              blocked={unread() !== null}
              describedBy={hint}
              onPress={() => send(decide('allow-once'))}
            >
              {button.allow}
            </ArmedButton>
            <div
              ref={(element) => {
                unreadRow = element
              }}
              class={styles.unread}
              hidden={!saysUnread()}
            >
              <p id={hint} class={styles.hint}>
                {unread()}
              </p>
              <Button small onClick={() => shown.goOn()}>
                {hold.goOn}
              </Button>
            </div>
          </Show>
          <ArmedButton onPress={() => send(decide('deny'))}>{button.deny}</ArmedButton>
          <Show when={mayTell()}>
            <DenyReason onDeny={(reason) => send(decide('deny', reason))} />
          </Show>
        </>
      )}
    </Tries>
  )
}
