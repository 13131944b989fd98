import { createMemo, type JSX, Show } from 'solid-js'
import { BackToPages } from '../../page/BackToPages.tsx'
import { agentName } from '../header/SessionTitle.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { Prose } from '../prose/Prose.tsx'
import { useTranscript } from '../transcript/context.ts'
import styles from './EndRow.module.css'
import { sayFigures } from './figures.ts'
import { RESOLVED_WORDS, turnWords } from './turn-words.ts'
import { UnknownChoice } from './UnknownChoice.tsx'

/** How a turn ended, in words, with its figures; where that can't be known, the choice a person has. */
export const EndRow = (props: { readonly turn: number }): JSX.Element => {
  const { host, model } = useTranscript()
  const turn = createMemo(() => model.turn(props.turn))
  return (
    <Show when={turn()}>
      {(known) => {
        const words = createMemo(() => turnWords(known()))
        const figures = (): string => {
          const { startedAt, settledAt, usage } = known()
          return sayFigures(usage, startedAt === null || settledAt === null ? null : settledAt - startedAt)
        }
        return (
          <div class={styles.end} data-tone={words().tone}>
            <p class={styles.line}>
              <span class={styles.words}>{words().text}</span>
              <Show when={model.agents().length > 1}>
                <span class={styles.figures}>{agentName(host, known().agent)}</span>
              </Show>
              <Show when={figures()}>
                <span class={styles.figures}>{figures()}</span>
              </Show>
            </p>
            <BackToPages content={known().prompt.content} />
            <Show when={words().detail}>
              {(detail) => (
                <div class={styles.detail}>
                  <Prose text={detail()} lines={SESSION_SCREEN_LIMITS.errorLines.value} />
                </div>
              )}
            </Show>
            <Show when={words().tone === 'bad' && words().code}>
              {(code) => <p class={styles.figures}>{code()}</p>}
            </Show>
            <Show when={known().state === 'unknown'}>
              <Show when={known().resolved} fallback={<UnknownChoice turn={known().n} />}>
                {(choice) => <p class={styles.figures}>{RESOLVED_WORDS[choice()]}</p>}
              </Show>
            </Show>
          </div>
        )
      }}
    </Show>
  )
}
