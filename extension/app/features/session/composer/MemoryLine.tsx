import { createMemo, type JSX, Show } from 'solid-js'
import type { ChosenAgent } from '../agents/chosen.ts'
import styles from './Composer.module.css'
import { F, finds } from './words.ts'

/** What the next prompt will find, said before it is sent; nothing where the agent simply goes on. */
export const MemoryLine = (props: { readonly chosen: ChosenAgent; readonly agent: string }): JSX.Element => {
  const words = createMemo(() => {
    const memory = props.chosen.memory()
    if (memory === null || (memory === 'warm' && !props.chosen.digests())) return null
    return finds(memory, props.agent)
  })
  return (
    <Show when={words()}>
      <p class={styles.memory}>
        <span role="status">{words()}</span>
        <Show when={props.chosen.digests()}>
          <label class={styles.tell}>
            <input
              type="checkbox"
              checked={props.chosen.told()}
              onChange={(event) => props.chosen.tell(event.currentTarget.checked)}
            />
            {F.tell}
          </label>
        </Show>
      </p>
    </Show>
  )
}
