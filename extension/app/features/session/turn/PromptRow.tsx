import type { PromptContent, Turn } from '@hearth/shared/session'
import { createMemo, type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import { Time } from '../../../ui/Time.tsx'
import { chipText } from '../composer/ChipText.tsx'
import { Outgoing } from '../composer/Outgoing.tsx'
import { QueueEdit } from '../composer/QueueEdit.tsx'
import { useTranscript } from '../transcript/context.ts'
import { W } from '../words.ts'
import { sayAuthor } from './author.ts'
import { NextPrompt } from './NextPrompt.tsx'
import { PromptParts } from './PromptParts.tsx'
import styles from './PromptRow.module.css'
import { TurnMenu } from './TurnMenu.tsx'

/** How much of a prompt is heard where headings are listed. */
const HEADING_CHARS = 60

/** What a person sent, and who and when. */
export const PromptRow = (props: { readonly prompt: string; readonly turn: number | null }): JSX.Element => {
  const { host, model, queue } = useTranscript()
  const turn = createMemo(() => (props.turn === null ? undefined : model.turn(props.turn)))
  const entry = createMemo(() => (props.turn === null ? model.outgoing(props.prompt) : undefined))
  // Kept over the moment in which a prompt leaves the outbox and its turn is not here yet.
  const content = createMemo<PromptContent>(
    (before) => turn()?.prompt.content ?? entry()?.content ?? before,
    [],
  )
  const who = createMemo(() => {
    const known = turn()
    return known === undefined ? W.thisDevice : sayAuthor(known.prompt.by, host)
  })
  const at = (): number | undefined => turn()?.prompt.at ?? entry()?.createdAt
  const queued = (): Pick<Turn, 'n' | 'prompt'> | undefined => {
    const known = turn()
    return known?.state === 'queued' ? known : undefined
  }
  /** Once it has begun its number is its own for good. */
  const admitted = createMemo(() => {
    const known = turn()
    return known === undefined || known.state === 'queued' ? undefined : known
  })
  const edited = createMemo(() => {
    const waiting = queued()
    const edit = waiting === undefined ? null : queue.edit(waiting.n)
    return waiting === undefined || edit === null ? null : { turn: waiting, edit }
  })
  return (
    <article class={styles.prompt}>
      <header class={styles.head}>
        <h2 class={styles.who}>
          {who()}
          <span class="hidden-text">: {chipText(promptText(content()).slice(0, HEADING_CHARS))}</span>
        </h2>
        <Show when={turn()?.retryOf}>
          <span>{W.retried}</span>
        </Show>
        <Show when={turn()?.joined}>
          <span>{W.steered}</span>
        </Show>
        <Show when={at()}>{(time) => <Time at={time()} />}</Show>
        <Show when={admitted()}>
          {(known) => (
            <span class={styles.menu}>
              <TurnMenu turn={known()} />
            </span>
          )}
        </Show>
      </header>
      <Show
        when={edited()}
        fallback={
          <>
            <div class={styles.text} dir="auto">
              <PromptParts content={content()} prompt={props.prompt} />
            </div>
            <Show when={entry()}>{(waiting) => <Outgoing entry={waiting()} />}</Show>
            <Show when={queued()}>{(waiting) => <NextPrompt turn={waiting()} />}</Show>
          </>
        }
      >
        {(waiting) => <QueueEdit edit={waiting().edit} turn={waiting().turn} />}
      </Show>
    </article>
  )
}
