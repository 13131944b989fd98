import { HearthError, type PairedDevice, WIRE_LIMITS } from '@hearth/shared/protocol'
import { createEffect, createSignal, type JSX, on } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './Settings.module.css'
import { manage as words } from './words.ts'

/** Asks for a device's new name. It stays open, with the name, until the host has taken it. */
export const NameSheet = (props: {
  readonly device: PairedDevice | null
  rename(device: PairedDevice, name: string): Promise<void>
  onClose(): void
}): JSX.Element => {
  const [name, setName] = createSignal('')
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  createEffect(
    on(
      () => props.device,
      (device) => {
        setName(device?.name ?? '')
        setError(null)
      },
    ),
  )
  const save = async (device: PairedDevice | null): Promise<void> => {
    if (device === null || busy() || name().trim() === '') return
    setBusy(true)
    try {
      await props.rename(device, name().trim())
      props.onClose()
    } catch (cause) {
      if (!(cause instanceof HearthError)) throw cause
      setError(words.failed(cause.message))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Sheet
      open={props.device !== null}
      title={words.renameOf(props.device?.name ?? '')}
      onClose={() => props.onClose()}
    >
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save(props.device)
        }}
      >
        <TextField
          label={words.name}
          value={name()}
          maxLength={WIRE_LIMITS.nameLength.value}
          error={error()}
          autofocus
          onText={setName}
        />
        <Button type="submit" variant="primary" wide busy={busy()} disabled={name().trim() === ''}>
          {words.save}
        </Button>
      </form>
    </Sheet>
  )
}
