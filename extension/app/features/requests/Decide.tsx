import type { DecideExtras, RequestView } from '@hearth/shared/link'
import type { PermissionFacts } from '@hearth/shared/session'
import { createMemo, createUniqueId, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { askPasskey } from '../guard/passkey.ts'
import { usePasskey } from '../guard/use-passkeys.ts'
import { ArmedButton } from './ArmedButton.tsx'
import { forgetWhenOver } from './card-memory.ts'
import styles from './Decide.module.css'
import { reasonMemory } from './DenyReason.tsx'
import { MoreChoices } from './MoreChoices.tsx'
import { isOneAbove, mayAllow, mayAllowByRule } from './rights.ts'
import { useShown } from './shown.ts'
import { Tries } from './Tries.tsx'
import { Unread, unreadOf } from './Unread.tsx'
import { braked, button, card, isGrave } from './words.ts'

export interface DecideProps {
  readonly host: HostView
  readonly request: RequestView
  readonly facts: PermissionFacts
  /** What stands for the request's bytes. */
  readonly code: string
}

/**
 * The choices about a permission request, below its states: one row, always in this order. What is rarer stands behind
 * the control between Deny and Allow, which also keeps a press that was meant for one from reaching the other.
 */
export const Decide = (props: DecideProps): JSX.Element => {
  const shown = useShown()
  const hint = createUniqueId()
  forgetWhenOver(reasonMemory, props.host.id, () => props.request)
  const device = () => props.host.overview().device
  // Asked again after a try that failed: what this card knew of passkeys may be why.
  const passkey = usePasskey(props.host, () =>
    isOneAbove(props.facts, device()) ? (props.request.error ?? 'first') : null,
  )
  const allow = createMemo(() => mayAllow(props.request, props.facts, device(), passkey()))
  const byPasskey = (): boolean => {
    const may = allow()
    return may.may && may.passkey
  }
  const whyNot = (): string | null => {
    const { paused } = props.host.guard()
    const may = allow()
    if (paused !== null) return braked.paused
    return may.may ? null : may.why
  }
  const mayTell = (): boolean =>
    device()?.rights.some((right) => right === 'prompt' || right === 'decide') === true
  const decide = (choice: 'allow-once' | 'allow-rule' | 'deny', extras: DecideExtras) => () =>
    props.host.actions.decide(props.request.id, choice, extras)
  const isUnread = (): boolean => unreadOf(shown) !== null
  return (
    <Show when={!props.host.guard().shutOut} fallback={<p class={styles.cannot}>{braked.shutOut}</p>}>
      <Tries host={props.host} request={props.request}>
        {(send) => (
          <>
            <Show when={whyNot() === null} fallback={<p class={styles.cannot}>{whyNot()}</p>}>
              <Unread id={hint} />
              <Show when={byPasskey()}>
                <p class={styles.hint}>{braked.passkey(device()?.riskMax ?? 1, props.facts.risk)}</p>
              </Show>
              <Show when={isGrave(props.facts.risk) && !isUnread()}>
                <Code code={props.code} />
              </Show>
            </Show>
            <div class={styles.row}>
              <ArmedButton onPress={() => send(decide('deny', {}))}>{button.deny}</ArmedButton>
              <MoreChoices
                host={props.host}
                request={props.request}
                facts={props.facts}
                unread={isUnread()}
                mayRule={whyNot() === null && mayAllowByRule(props.request, props.facts, device())}
                mayTell={mayTell()}
                onRule={(rule) => send(decide('allow-rule', { rule }))}
                onReason={(reason) => send(decide('deny', { reason }))}
                onStop={() => send(decide('deny', { stop: true }))}
              />
              <Show when={whyNot() === null}>
                <ArmedButton
                  variant="primary"
                  blocked={isUnread()}
                  describedBy={hint}
                  held={isGrave(props.facts.risk) && !byPasskey()}
                  onPress={() => send(decide('allow-once', byPasskey() ? { confirm: askPasskey } : {}))}
                >
                  {byPasskey() ? button.passkey : button.allow}
                </ArmedButton>
              </Show>
            </div>
          </>
        )}
      </Tries>
    </Show>
  )
}

/** Four characters that the host shows as well. */
const Code = (props: { code: string }): JSX.Element => (
  <p class={styles.hint}>
    {card.code} <strong class={styles.code}>{props.code}</strong> {card.codeNote}
  </p>
)
