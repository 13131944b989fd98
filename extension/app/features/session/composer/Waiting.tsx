import { visible } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import type { Refusals } from '../../../state/refusals.ts'
import { Button } from '../../../ui/Button.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { useTranscript } from '../transcript/context.ts'
import { sayError, W } from '../words.ts'
import { Outgoing } from './Outgoing.tsx'
import { QueuedActions } from './QueuedActions.tsx'
import styles from './Waiting.module.css'

const short = (text: string): string =>
  visible(text.trim().slice(0, SESSION_SCREEN_LIMITS.chipText.value).replace(/\s+/g, ' '))

/** Prompts above the composer: queued ones, those on their way, and those that the host refused. */
export const Waiting = (props: { readonly refusals: Refusals }): JSX.Element => {
  const { model, restore } = useTranscript()
  const any = (): boolean =>
    model.waiting().queued.length + model.waiting().outgoing.length + props.refusals.all().length > 0
  return (
    <Show when={any()}>
      <ul class={styles.list} aria-label={W.queued}>
        <For each={model.waiting().queued}>
          {(turn) => (
            <li class={styles.chip}>
              <span class={styles.text} title={promptText(turn.prompt.content)}>
                {short(promptText(turn.prompt.content))}
              </span>
              <QueuedActions turn={turn} />
            </li>
          )}
        </For>
        <For each={model.waiting().outgoing}>
          {(entry) => (
            <li class={styles.chip}>
              <span class={styles.text} title={promptText(entry.content)}>
                {short(promptText(entry.content))}
              </span>
              <Outgoing entry={entry} />
            </li>
          )}
        </For>
        <For each={props.refusals.all()}>
          {(refusal) => (
            <li class={styles.chip} data-refused="">
              <span class={styles.text} title={promptText(refusal.entry.content)}>
                {short(promptText(refusal.entry.content))}
              </span>
              <div class={styles.state}>
                <span role="alert">
                  {W.refused} {sayError(refusal.error)}
                </span>
                <Show when={!refusal.inDraft} fallback={<span>{W.inDraft}</span>}>
                  <Button
                    small
                    onClick={() => {
                      restore(promptText(refusal.entry.content))
                      props.refusals.dismiss(refusal)
                    }}
                  >
                    {W.editAgain}
                  </Button>
                </Show>
                <Button small variant="ghost" onClick={() => props.refusals.dismiss(refusal)}>
                  {W.dismiss}
                </Button>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
