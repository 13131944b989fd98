import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { createSignal, type JSX, Show } from 'solid-js'
import styles from './CopyLine.module.css'
import { IconButton } from './IconButton.tsx'
import { useToast } from './Toast.tsx'

export interface CopyLineProps {
  /** What is copied, exactly. */
  readonly text: string
  /** Such as `Copy the command`. */
  readonly label: string
  readonly copied: string
  /** What to do when the browser refuses. */
  readonly failed: string
}

/** A line to be used elsewhere, such as a command, with a button that copies it. */
export const CopyLine = (props: CopyLineProps): JSX.Element => {
  const toast = useToast()
  const [done, setDone] = createSignal(false)
  const copy = (): void => {
    navigator.clipboard.writeText(props.text).then(
      () => {
        setDone(true)
        toast({ text: props.copied })
      },
      () => void toast({ text: props.failed }),
    )
  }
  return (
    <div class={styles.line}>
      <code class={styles.text}>{props.text}</code>
      <IconButton label={props.label} onClick={copy}>
        <Show when={done()} fallback={<Copy />}>
          <Check />
        </Show>
      </IconButton>
    </div>
  )
}
