import { createMemo, type JSX, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import { useAnnounce } from '../../../ui/Announcer.tsx'
import { agentName } from '../header/SessionTitle.tsx'
import { useTranscript } from '../transcript/context.ts'
import { ChipText } from './ChipText.tsx'
import { QueuedActions } from './QueuedActions.tsx'
import { QueueEdit } from './QueueEdit.tsx'
import styles from './Waiting.module.css'
import { Q } from './words.ts'

/** A prompt that waits above the composer. Alt with the arrow keys moves it. */
export const QueuedChip = (props: {
  readonly turn: number
  readonly at: number
  readonly count: number
}): JSX.Element => {
  const { host, model, queue, chosen } = useTranscript()
  const announce = useAnnounce()
  const turn = createMemo(() => model.queue().find(({ n }) => n === props.turn))
  const move = async (by: -1 | 1): Promise<void> => {
    const place = props.at + by + 1
    if (await queue.move(props.turn, by)) announce(Q.movedTo(place, props.count))
  }
  return (
    <Show when={turn()}>
      {(known) => (
        <li
          class={styles.chip}
          data-steers={known().state === 'steering' ? '' : undefined}
          onKeyDown={(event) => {
            if (!event.altKey || event.target instanceof HTMLTextAreaElement) return
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
            event.preventDefault()
            void move(event.key === 'ArrowUp' ? -1 : 1)
          }}
        >
          <Show
            when={queue.edit(props.turn)}
            fallback={
              <>
                <span class={styles.words}>
                  <ChipText text={promptText(known().prompt.content)} />
                  <span class={styles.about}>
                    <Show when={known().state === 'queued'} fallback={Q.steering}>
                      {Q.queued}
                    </Show>
                    <Show when={known().agent !== chosen.id()}>
                      {' · '}
                      {Q.forAgent(agentName(host, known().agent))}
                    </Show>
                    <Show when={known().prompt.edits > 0}>
                      {' · '}
                      {Q.edited}
                    </Show>
                  </span>
                  <Show when={queue.told(props.turn)}>
                    <span class={styles.told} role="alert">
                      {queue.told(props.turn)}
                    </span>
                  </Show>
                </span>
                <Show when={known().state === 'queued'}>
                  <QueuedActions
                    turn={known()}
                    at={props.at}
                    count={props.count}
                    onMove={(by) => void move(by)}
                  />
                </Show>
              </>
            }
          >
            {(edit) => <QueueEdit edit={edit()} turn={known()} />}
          </Show>
        </li>
      )}
    </Show>
  )
}
