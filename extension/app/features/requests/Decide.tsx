import type { DecideExtras, RequestView } from '@hearth/shared/link'
import type { PermissionFacts } from '@hearth/shared/session'
import { createMemo, createSignal, createUniqueId, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { askPasskey } from '../guard/passkey.ts'
import { useHasPasskey } from '../guard/use-passkeys.ts'
import { ArmedButton } from './ArmedButton.tsx'
import styles from './Decide.module.css'
import { DenyReason } from './DenyReason.tsx'
import { isOneAbove, mayAllow, mayAllowByRule } from './rights.ts'
import { useShown } from './shown.ts'
import { Tries } from './Tries.tsx'
import { Unread, unreadOf } from './Unread.tsx'
import { braked, button, card, isGrave } from './words.ts'

const AllowByRule = lazy(() => import('./rule/AllowByRule.tsx'))

export interface DecideProps {
  readonly host: HostView
  readonly request: RequestView
  readonly facts: PermissionFacts
  /** What stands for the request's bytes. */
  readonly code: string
}

/** The choices about a permission request, always in this order; below its states. */
export const Decide = (props: DecideProps): JSX.Element => {
  const shown = useShown()
  const hint = createUniqueId()
  const device = () => props.host.overview().device
  const hasPasskey = useHasPasskey(props.host, () => isOneAbove(props.facts, device()))
  const allow = createMemo(() => mayAllow(props.request, props.facts, device(), hasPasskey()))
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
  return (
    <Show when={!props.host.guard().shutOut} fallback={<p class={styles.cannot}>{braked.shutOut}</p>}>
      <Tries host={props.host} request={props.request}>
        {(send) => (
          <>
            <Show when={whyNot() === null} fallback={<p class={styles.cannot}>{whyNot()}</p>}>
              <Show when={isGrave(props.facts.risk)}>
                <Code code={props.code} />
              </Show>
              <Show when={byPasskey()}>
                <p class={styles.hint}>{braked.passkey(device()?.riskMax ?? 1, props.facts.risk)}</p>
              </Show>
              <ArmedButton
                variant="primary"
                blocked={unreadOf(shown) !== null}
                describedBy={hint}
                held={isGrave(props.facts.risk) && !byPasskey()}
                onPress={() => send(decide('allow-once', byPasskey() ? { confirm: askPasskey } : {}))}
              >
                {byPasskey() ? button.passkey : button.allow}
              </ArmedButton>
              <Unread id={hint} />
              <Show when={mayAllowByRule(props.request, props.facts, device())}>
                <ByRule {...props} onAllow={(rule) => send(decide('allow-rule', { rule }))} />
              </Show>
            </Show>
            <div class={styles.denials}>
              <ArmedButton onPress={() => send(decide('deny', {}))}>{button.deny}</ArmedButton>
              <Show when={mayTell()}>
                <ArmedButton onPress={() => send(decide('deny', { stop: true }))}>
                  {button.denyStop}
                </ArmedButton>
              </Show>
            </div>
            <Show when={mayTell()}>
              <DenyReason onDeny={(reason) => send(decide('deny', { reason }))} />
            </Show>
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

/** Opens the sheet in which the rule is made; as little before all was read as Allow itself. */
const ByRule = (
  props: DecideProps & { onAllow: Parameters<typeof AllowByRule>[0]['onAllow'] },
): JSX.Element => {
  const shown = useShown()
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <Button wide aria-haspopup="dialog" disabled={unreadOf(shown) !== null} onClick={() => setOpen(true)}>
        {button.byRule}
      </Button>
      <Show when={open()}>
        <Suspense>
          <AllowByRule
            host={props.host}
            request={props.request}
            facts={props.facts}
            onAllow={(rule) => props.onAllow(rule)}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      </Show>
    </>
  )
}
