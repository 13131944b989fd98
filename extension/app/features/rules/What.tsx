import type { RuleWhat } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { ExactText } from '../../text/index.ts'
import styles from './What.module.css'
import { whatWords } from './words.ts'

/** What a rule is about, in words; what is exact stands by itself, word by word. */
export const What = (props: { what: RuleWhat }): JSX.Element => (
  <span class={styles.what}>
    <span>{whatWords(props.what).before} </span>
    <For each={whatWords(props.what).exact}>
      {(word) => (
        <>
          <code class={styles.word}>
            <ExactText text={word} />
          </code>{' '}
        </>
      )}
    </For>
    <Show when={whatWords(props.what).after}>{(after) => <span>{after()}</span>}</Show>
  </span>
)
