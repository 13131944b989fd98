import { visible } from '@hearth/shared/session'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Time } from '../../ui/Time.tsx'
import { AgentFacts } from '../agents/AgentFacts.tsx'
import { agentsInOrder } from '../agents/choices.ts'
import { Brakes } from '../guard/Brakes.tsx'
import { ForgetHost } from './ForgetHost.tsx'
import styles from './StatusDetails.module.css'
import type { StatusAction } from './status-words.ts'
import { useStatus } from './use-status.ts'
import * as words from './words.ts'

export interface StatusDetailsProps {
  readonly host: HostView
  /** The person leaves for another screen, or the host is forgotten. */
  onDone(): void
}

/** How things stand with a host: what it means, leg by leg, one thing to do, and what was agreed at pairing. */
export const StatusDetails = (props: StatusDetailsProps): JSX.Element => {
  const { router } = useServices()
  const status = useStatus(() => props.host)
  const agents = createMemo(() => agentsInOrder(props.host.overview().agents))
  const doIt: Readonly<Record<StatusAction, () => void>> = {
    look: () => props.host.actions.look(),
    pair: () => {
      props.onDone()
      router.go({ screen: 'pair', link: null })
    },
    reload: () => location.reload(),
  }
  return (
    <div class={styles.details}>
      <div class={styles.now}>
        <p class={styles.line}>
          <Dot tone={status().tone} busy={status().busy}>
            {status().line}
          </Dot>
        </p>
        <p>{status().meaning}</p>
        <Show when={status().advice}>
          <p class={styles.advice}>{status().advice}</p>
        </Show>
        <Show when={status().action} keyed>
          {(action) => (
            <div>
              <Button variant={action === 'look' ? 'secondary' : 'primary'} onClick={() => doIt[action]()}>
                {words.ACTION[action]}
              </Button>
            </div>
          )}
        </Show>
      </div>
      <ol class={styles.legs} aria-label={words.TITLE}>
        <For each={status().legs}>
          {(leg) => (
            <li class={styles.leg}>
              <span class={styles.name}>{leg.name}</span>
              <span class={styles.state}>
                <Dot tone={leg.tone}>{leg.state}</Dot>
              </span>
              <span class={styles.heard}>
                <Show when={leg.lastAt} fallback={words.NEVER_HEARD} keyed>
                  {(at) => (
                    <>
                      {words.LAST_HEARD} <Time at={at} />
                    </>
                  )}
                </Show>
              </span>
            </li>
          )}
        </For>
      </ol>
      <Show when={agents().length > 0}>
        <Fold summary={words.agentsTitle(agents())}>
          <Show when={props.host.status().connection !== 'live'}>
            <p class={styles.was}>{words.AGENTS_WERE}</p>
          </Show>
          <AgentFacts agents={agents()} />
        </Fold>
      </Show>
      <Show when={props.host.status().connection === 'live'}>
        <Brakes host={props.host} onDone={() => props.onDone()} />
      </Show>
      <Fold summary={words.DETAILS}>
        <div class={styles.agreed}>
          <Agreed host={props.host} />
          <ForgetHost host={props.host} onForgotten={() => props.onDone()} />
        </div>
      </Fold>
    </div>
  )
}

/** What was agreed at pairing, and who the host is. */
const Agreed = (props: { readonly host: HostView }): JSX.Element => {
  const device = () => props.host.overview().device ?? props.host.paired.device
  return (
    <dl class={styles.facts}>
      <dt>{words.RELAY}</dt>
      <dd class={styles.exact}>{props.host.paired.relay}</dd>
      <dt>{words.HOST_ID}</dt>
      <dd class={styles.exact}>{words.idWords(props.host.id)}</dd>
      <Show when={props.host.overview().host}>
        {(host) => (
          <>
            <dt>{words.VERSION}</dt>
            <dd>{visible(host().version)}</dd>
          </>
        )}
      </Show>
      <dt>{words.NAME}</dt>
      <dd>
        {visible(device().name)}. {words.rightsLine(device().rights, device().riskMax)}
      </dd>
      <dt>{words.PAIRED}</dt>
      <dd>
        <Time at={props.host.paired.pairedAt} />
      </dd>
      <dt>{words.UNTIL}</dt>
      <dd>{new Date(props.host.paired.expiresAt).toLocaleDateString()}</dd>
    </dl>
  )
}
