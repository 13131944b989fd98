import type { RequestContent, RequestView } from '@hearth/shared/link'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { FormCard } from './form/FormCard.tsx'
import { PermissionCard } from './PermissionCard.tsx'
import { PlanCard } from './PlanCard.tsx'
import { QuestionCard } from './QuestionCard.tsx'
import { UnknownCard } from './UnknownCard.tsx'
import { UnreadableCard } from './UnreadableCard.tsx'

type Of<K extends RequestContent['kind']> = Extract<RequestContent, { kind: K }>
const as = <K extends RequestContent['kind']>(content: RequestContent, kind: K): Of<K> | false =>
  content.kind === kind && (content as Of<K>)

/** Does this ask the very same? Decided by the bytes of permissions; anything else counts as new when it was replaced. */
const isSame = (a: RequestContent, b: RequestContent): boolean =>
  a === b ||
  (a.kind === 'permission' &&
    b.kind === 'permission' &&
    a.bytes.length === b.bytes.length &&
    a.bytes.every((byte, at) => byte === b.bytes[at]))

/**
 * One request with all that a person needs to answer it. Asked anew with other bytes, it is another card: folded,
 * unread and unarmed again, and it says so.
 */
export const RequestCard = (props: { host: HostView; request: RequestView }): JSX.Element => {
  const content = createMemo(() => props.request.content, undefined, { equals: isSame })
  const first = content()
  return (
    <Show when={content()} keyed>
      {(now) => (
        <Switch>
          <Match when={as(now, 'permission')} keyed>
            {({ facts, code }) => (
              <PermissionCard
                host={props.host}
                request={props.request}
                facts={facts}
                code={code}
                anew={now !== first}
              />
            )}
          </Match>
          <Match when={as(now, 'question')} keyed>
            {({ questions }) => (
              <QuestionCard host={props.host} request={props.request} questions={questions} />
            )}
          </Match>
          <Match when={as(now, 'plan')} keyed>
            {({ plan }) => <PlanCard host={props.host} request={props.request} plan={plan} />}
          </Match>
          <Match when={as(now, 'form')} keyed>
            {({ message, fields }) => (
              <FormCard host={props.host} request={props.request} message={message} fields={fields} />
            )}
          </Match>
          <Match when={as(now, 'unknown')} keyed>
            {({ source, detail }) => (
              <UnknownCard host={props.host} request={props.request} source={source} detail={detail} />
            )}
          </Match>
          <Match when={as(now, 'unreadable')} keyed>
            {({ why }) => <UnreadableCard host={props.host} request={props.request} why={why} />}
          </Match>
        </Switch>
      )}
    </Show>
  )
}
