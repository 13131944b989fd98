import { createMemo, type JSX, Show } from 'solid-js'
import { agentName } from '../header/SessionTitle.tsx'
import { useTranscript } from '../transcript/context.ts'
import styles from './EndRow.module.css'
import { memoryWords } from './memory-words.ts'

/** What the agent remembered of the session as it took the prompt. */
export const MemoryRow = (props: { readonly turn: number }): JSX.Element => {
  const { host, model } = useTranscript()
  const words = createMemo(() => {
    const turn = model.turn(props.turn)
    return turn === undefined ? '' : memoryWords(turn, agentName(host, turn.agent))
  })
  return (
    <Show when={words()}>
      <p class={styles.memory}>{words()}</p>
    </Show>
  )
}
