import type { DeviceRecord } from '@hearth/shared/protocol'
import type { Rule, RuleEffect, RuleScope } from '@hearth/shared/session'
import Trash from 'lucide-solid/icons/trash'
import { type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Chip } from '../../ui/Chip.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Time } from '../../ui/Time.tsx'
import styles from './RulesScreen.module.css'
import { What } from './What.tsx'
import { authorOf, EFFECT, noRemove, scopeWords, untilWords, whatText, row as words } from './words.ts'

export const EFFECT_TONE: Readonly<Record<RuleEffect, 'ok' | 'info' | 'danger'>> = {
  allow: 'ok',
  ask: 'info',
  deny: 'danger',
}

/** May this device remove it? Taking away what holds agents back takes more. */
const mayRemove = (effect: RuleEffect, device: DeviceRecord | null): boolean =>
  device?.rights.includes('decide') === true && (effect === 'allow' || device.rights.includes('admin'))

const nameOf = (scope: RuleScope, host: HostView): string | null => {
  const { sessions, projects } = host.overview()
  if (scope.type === 'session' || scope.type === 'turn')
    return sessions.find(({ id }) => id === scope.session)?.title ?? null
  return scope.type === 'project' ? (projects.find(({ id }) => id === scope.project)?.name ?? null) : null
}

const labelOf = (agent: string, host: HostView): string =>
  host.overview().agents.find(({ id }) => id === agent)?.label ?? agent

/** One rule: what it does to what, where, until when, who made it, how often it was used. */
export const RuleRow = (props: { host: HostView; rule: Rule; onRemove(): void }): JSX.Element => {
  const now = useNow()
  const device = () => props.host.overview().device
  const isOver = (): boolean =>
    props.rule.expiresAt !== null && props.rule.expiresAt - props.host.overview().skew <= now()
  const until = (): string =>
    isOver()
      ? words.over
      : untilWords(props.rule.expiresAt === null ? null : props.rule.expiresAt - props.host.overview().skew)
  return (
    <li class={styles.rule} data-over={isOver() || undefined}>
      <div class={styles.main}>
        <p class={styles.what}>
          <Chip tone={EFFECT_TONE[props.rule.effect]}>{EFFECT[props.rule.effect]}</Chip>{' '}
          <What what={props.rule.what} />
        </p>
        <p class={styles.note}>
          {scopeWords(props.rule.scope, nameOf(props.rule.scope, props.host))}, {until()}
          <Show when={props.rule.effect === 'allow'}>. {words.upTo(props.rule.riskMax)}</Show>
          <Show when={props.rule.agent}>{(agent) => <>. {words.agent(labelOf(agent(), props.host))}</>}</Show>
        </p>
        <p class={styles.note}>
          {props.rule.starter === null
            ? words.by(authorOf(props.rule.by, props.host.paired.device.id))
            : words.starter(props.rule.starter)}{' '}
          <Time at={props.rule.createdAt - props.host.overview().skew} />.{' '}
          {props.rule.used === 0 ? words.never : words.used(props.rule.used)}
          <Show when={props.rule.lastUsedAt}>
            {(at) => (
              <>
                , <Time at={at() - props.host.overview().skew} />
              </>
            )}
          </Show>
        </p>
        <Show when={props.rule.starter === null && !mayRemove(props.rule.effect, device())}>
          <p class={styles.note}>{noRemove(props.rule.effect)}</p>
        </Show>
      </div>
      <Show when={props.rule.starter === null && mayRemove(props.rule.effect, device())}>
        <IconButton label={words.remove(whatText(props.rule.what))} onClick={() => props.onRemove()}>
          <Trash />
        </IconButton>
      </Show>
    </li>
  )
}
