import { visible } from '@hearth/shared/session'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Fold } from '../../../ui/Fold.tsx'
import { useFold, useTranscript } from '../transcript/context.ts'
import styles from './RequestsRow.module.css'
import { requestLine, requestsSummary } from './request-words.ts'

/** From here on the requests of a turn stand in one line that opens. */
const FOLD_FROM = 3

/** How the requests of a turn were answered, and by whom. */
export const RequestsRow = (props: { readonly turn: number }): JSX.Element => {
  const { host, model } = useTranscript()
  const [open, setOpen] = useFold(`r:${props.turn}`)
  const answered = createMemo(
    () => model.turn(props.turn)?.requests.filter(({ outcome }) => outcome !== null) ?? [],
  )
  const lines = (): JSX.Element => (
    <ul class={styles.lines}>
      <For each={answered()}>
        {(request) => (
          <li class={styles.line} data-outcome={request.outcome}>
            <span class={styles.outcome}>
              {requestLine(request, host.paired.device.id, host.paired.host.id)}
            </span>{' '}
            <span class={styles.title}>{visible(request.title)}</span>
          </li>
        )}
      </For>
    </ul>
  )
  return (
    <Show when={answered().length >= FOLD_FROM} fallback={lines()}>
      <Fold
        open={open()}
        onToggle={setOpen}
        summary={<span class={styles.line}>{requestsSummary(answered())}</span>}
      >
        <Show when={open()}>{lines()}</Show>
      </Fold>
    </Show>
  )
}
