import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import { type JSX, Show } from 'solid-js'
import { IconButton } from '../../../ui/IconButton.tsx'
import { W } from '../words.ts'
import styles from './PromptSteps.module.css'

/** From prompt to prompt. At the end there is none to go on to. */
export const PromptSteps = (props: { readonly atEnd: boolean; onStep(step: 1 | -1): void }): JSX.Element => (
  <span class={styles.steps}>
    <IconButton label={W.promptBefore} variant="secondary" onClick={() => props.onStep(-1)}>
      <ChevronUp />
    </IconButton>
    <Show when={!props.atEnd}>
      <IconButton label={W.promptBehind} variant="secondary" onClick={() => props.onStep(1)}>
        <ChevronDown />
      </IconButton>
    </Show>
  </span>
)
