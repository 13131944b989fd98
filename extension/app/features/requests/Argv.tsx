import { For, type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './Action.module.css'
import { card } from './words.ts'

/** How a simple command is taken apart into words, as the host will pass them on. */
export const Argv = (props: { argv: readonly string[] }): JSX.Element => (
  <div class={styles.runs}>
    <p class={styles.note}>{card.words(props.argv.length)}</p>
    <ol class={styles.words}>
      <For each={props.argv}>
        {(word) => (
          <li>
            <Show when={word !== ''} fallback={<em>{card.emptyWord}</em>}>
              <span class={styles.word}>
                <ExactText text={word} />
              </span>
            </Show>
          </li>
        )}
      </For>
    </ol>
  </div>
)
