import { visible } from '@hearth/shared/session'
import Check from 'lucide-solid/icons/check'
import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { TextField } from '../../../ui/TextField.tsx'
import { F } from '../composer/words.ts'
import { byGroup, type Choices, search } from './options.ts'
import styles from './Sheets.module.css'

/** One of many: what is chosen now, and a list to search in. */
export const SearchField = (props: {
  readonly label: string
  readonly hint: string | undefined
  readonly error: string | null
  readonly choices: Choices
  readonly value: string
  onChoose(value: string): void
}): JSX.Element => {
  const id = createUniqueId()
  const [query, setQuery] = createSignal('')
  const groups = createMemo(() => byGroup(search(props.choices, query())))
  return (
    <section class={styles.search} aria-labelledby={id}>
      <h3 id={id} class={styles.label}>
        {props.label}
      </h3>
      <TextField
        label={F.search(props.label)}
        hideLabel
        hint={props.hint}
        error={props.error}
        type="search"
        placeholder={F.search(props.label)}
        value={query()}
        onText={setQuery}
      />
      <div class={styles.found}>
        <For each={groups()} fallback={<p class={styles.none}>{F.noneFound}</p>}>
          {({ group, choices }) => (
            <>
              <Show when={group !== ''}>
                <h4 class={styles.group}>{visible(group)}</h4>
              </Show>
              <For each={choices}>
                {(choice) => (
                  <button
                    type="button"
                    class={styles.row}
                    aria-pressed={choice.value === props.value}
                    onClick={() => props.onChoose(choice.value)}
                  >
                    <span class={styles.words}>
                      {visible(choice.name)}
                      <Show when={choice.description}>
                        <span class={styles.note}>{visible(choice.description ?? '')}</span>
                      </Show>
                    </span>
                    <Show when={choice.value === props.value}>
                      <Check aria-hidden="true" />
                    </Show>
                  </button>
                )}
              </For>
            </>
          )}
        </For>
      </div>
    </section>
  )
}
