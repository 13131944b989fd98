import { LIMITS } from '@hearth/shared/protocol'
import { createEffect, createSignal, type JSX, on } from 'solid-js'
import { Button } from '../../../ui/Button.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { TextField } from '../../../ui/TextField.tsx'
import { W } from '../words.ts'
import styles from './header.module.css'

export interface RenameSheetProps {
  readonly open: boolean
  readonly title: string
  rename(title: string): Promise<void>
  onClose(): void
}

/** Asks for a session's new title. Stays open, with the text, when the host did not take it. */
export const RenameSheet = (props: RenameSheetProps): JSX.Element => {
  const [title, setTitle] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal<string | null>(null)
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return
        setTitle(props.title)
        setFailed(null)
      },
    ),
  )
  const save = async (): Promise<void> => {
    const next = title().trim()
    if (busy() || next === '') return
    setBusy(true)
    setFailed(null)
    try {
      if (next !== props.title) await props.rename(next)
      props.onClose()
    } catch (error) {
      setFailed(sayError(error))
    }
    setBusy(false)
  }
  return (
    <Sheet open={props.open} title={W.renameTitle} onClose={() => props.onClose()}>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={W.name}
          value={title()}
          maxlength={LIMITS.titleLength.value}
          error={failed()}
          autofocus
          onText={setTitle}
        />
        <Button type="submit" variant="primary" wide busy={busy()} disabled={title().trim() === ''}>
          {W.save}
        </Button>
      </form>
    </Sheet>
  )
}
