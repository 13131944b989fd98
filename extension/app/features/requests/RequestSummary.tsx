import type { RequestView } from '@hearth/shared/link'
import { visible } from '@hearth/shared/session'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import { type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { useNow } from '../../ui/now.ts'
import { askedAt } from './pending.ts'
import { previewOf } from './preview.ts'
import styles from './RequestSummary.module.css'
import { RiskMark } from './Risk.tsx'
import { originOf } from './Who.tsx'
import { waitedShort } from './words.ts'

export interface RequestSummaryProps {
  readonly host: HostView
  readonly request: RequestView
  /** What a press does; without it, the request opens as a screen of its own. */
  onOpen?(): void
  /** The session need not be named: it is the one around this row. */
  readonly here?: boolean
}

/** One row that names a waiting request and opens its card. A preview: nothing is decided here. */
export const RequestSummary = (props: RequestSummaryProps): JSX.Element => {
  const { router } = useServices()
  const now = useNow()
  const open = (): void => {
    if (props.onOpen) props.onOpen()
    else router.go({ screen: 'request', host: props.host.id, request: props.request.id })
  }
  const preview = () => previewOf(props.request.content)
  const origin = () => originOf(props.host, props.request)
  const at = (): number | null => {
    const asked = askedAt(props.request)
    return asked === null ? null : asked - props.host.overview().skew
  }
  const risk = () => {
    const { content } = props.request
    return content.kind === 'permission' ? content.facts.risk : null
  }
  return (
    <button type="button" class={styles.row} onClick={open}>
      <span class={styles.mark}>
        <Show when={risk()} fallback={<CircleQuestionMark aria-hidden="true" />}>
          {(grade) => <RiskMark risk={grade()} />}
        </Show>
      </span>
      <span class={styles.text}>
        <span class={styles.verb}>{preview().verb}</span>
        <Show when={preview().text}>
          <span class={styles.exact} dir="ltr">
            {preview().text}
          </span>
        </Show>
        <Show when={props.here !== true}>
          <span class={styles.where}>{visible(origin().session ?? origin().host)}</span>
        </Show>
      </span>
      <span class={styles.age}>{waitedShort(at(), now())}</span>
      <span class={styles.go} aria-hidden="true">
        <ChevronRight />
      </span>
    </button>
  )
}
