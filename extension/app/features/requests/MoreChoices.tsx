import type { RequestView } from '@hearth/shared/link'
import type { PermissionFacts, RuleDraft } from '@hearth/shared/session'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { DenyReason } from './DenyReason.tsx'
import { more as words } from './words.ts'

const AllowByRule = lazy(() => import('./rule/AllowByRule.tsx'))

export interface MoreChoicesProps {
  readonly host: HostView
  readonly request: RequestView
  readonly facts: PermissionFacts
  /** Not all of the request was on the screen yet. */
  readonly unread: boolean
  /** This device may allow it by a rule. */
  readonly mayRule: boolean
  /** This device may say something to the agent, or end its turn. */
  readonly mayTell: boolean
  onRule(rule: RuleDraft): void
  onReason(reason: string): void
  onStop(): void
}

/**
 * The rarer choices behind one button. The first ones only open a sheet: a key that is still held down when the list
 * opens reaches nothing that decides. A rule waits, as Allow itself does, until all was read.
 */
export const MoreChoices = (props: MoreChoicesProps): JSX.Element => {
  const [sheet, setSheet] = createSignal<'rule' | 'reason' | null>(null)
  const items = (): MenuItem[] => [
    ...(props.mayRule
      ? [
          {
            label: words.byRule,
            note: props.unread ? words.byRuleUnread : words.byRuleNote,
            disabled: props.unread,
            onSelect: () => setSheet('rule'),
          },
        ]
      : []),
    ...(props.mayTell
      ? [
          { label: words.denyWith, note: words.denyWithNote, onSelect: () => setSheet('reason') },
          { label: words.denyStop, note: words.denyStopNote, danger: true, onSelect: () => props.onStop() },
        ]
      : []),
  ]
  return (
    <Show when={items().length > 0}>
      <Menu label={words.label} text={words.text} items={items()} />
      <DenyReason
        open={sheet() === 'reason'}
        host={props.host.id}
        request={props.request.id}
        onDeny={(reason) => props.onReason(reason)}
        onClose={() => setSheet(null)}
      />
      <Show when={sheet() === 'rule'}>
        <Suspense>
          <AllowByRule
            host={props.host}
            request={props.request}
            facts={props.facts}
            onAllow={(rule) => props.onRule(rule)}
            onClose={() => setSheet(null)}
          />
        </Suspense>
      </Show>
    </Show>
  )
}
