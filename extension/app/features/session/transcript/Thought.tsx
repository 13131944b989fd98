import { visible } from '@hearth/shared/session'
import { createMemo, type JSX, Show } from 'solid-js'
import { Markdown } from '../../../text/index.ts'
import { Fold } from '../../../ui/Fold.tsx'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { W } from '../words.ts'
import { useFold } from './context.ts'
import styles from './Thought.module.css'

/** The agent's reasoning, folded. */
export const Thought = (props: {
  readonly text: string
  readonly open: boolean
  readonly foldKey: string
}): JSX.Element => {
  const [unfolded, setUnfolded] = useFold(props.foldKey)
  // The beginning does not change while the end grows.
  const preview = createMemo(() =>
    visible(props.text.slice(0, SESSION_SCREEN_LIMITS.previewText.value).trimStart().split('\n', 1)[0] ?? ''),
  )
  return (
    <Fold
      open={unfolded()}
      onToggle={setUnfolded}
      summary={
        <span class={styles.summary}>
          <span class={styles.word}>{W.reasoning}</span>
          <span class={styles.preview}>{preview()}</span>
        </span>
      }
    >
      <Show when={unfolded()}>
        <div class={styles.text}>
          <Markdown text={props.text} open={props.open} />
        </div>
      </Show>
    </Fold>
  )
}
