import Copy from 'lucide-solid/icons/copy'
import type { JSX } from 'solid-js'
import { IconButton } from '../../ui/IconButton.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './Command.module.css'
import { command as words } from './words.ts'

/** A command to be typed on the host, with a button that copies it. */
export const Command = (props: { text: string }): JSX.Element => {
  const toast = useToast()
  const copy = (): void => {
    const done = (text: string) => () => {
      toast({ text })
    }
    navigator.clipboard.writeText(props.text).then(done(words.copied), done(words.notCopied))
  }
  return (
    <div class={styles.command}>
      <code class={styles.text}>{props.text}</code>
      <IconButton label={words.copy} onClick={copy}>
        <Copy />
      </IconButton>
    </div>
  )
}
