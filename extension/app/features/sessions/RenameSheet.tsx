import { WIRE_LIMITS } from '@hearth/shared/protocol'
import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { TextField } from '../../ui/TextField.tsx'
import type { Row } from './rows.ts'
import type { ListActions } from './use-row-actions.ts'
import { rename as words } from './words.ts'

/** Asks for a session's new title. It stays open until the host has taken it. */
export const RenameSheet = (props: { act: ListActions }): JSX.Element => {
  const [title, setTitle] = createSignal('')
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  createEffect(
    on(
      () => props.act.renaming(),
      (row) => {
        setTitle(row?.session.title ?? '')
        setError(null)
      },
    ),
  )
  const save = async (row: Row): Promise<void> => {
    const wanted = title().trim()
    if (busy()) return
    if (wanted === '') return void setError(words.empty)
    setBusy(true)
    const failure = await props.act.saveTitle(row, wanted)
    setBusy(false)
    if (failure === null) props.act.endRename()
    else setError(`${failure.what} ${failure.todo}`)
  }
  return (
    <Sheet
      open={props.act.renaming() !== null}
      title={words.heading}
      onClose={() => props.act.endRename()}
      footer={
        <>
          <Button variant="primary" type="submit" form="rename" busy={busy()}>
            {words.save}
          </Button>
          <Button onClick={() => props.act.endRename()}>{words.cancel}</Button>
        </>
      }
    >
      <Show when={props.act.renaming()}>
        {(row) => (
          <form
            id="rename"
            onSubmit={(event) => {
              event.preventDefault()
              void save(row())
            }}
          >
            <TextField
              label={words.label}
              value={title()}
              onText={setTitle}
              error={error()}
              maxLength={WIRE_LIMITS.titleLength.value}
              autofocus
            />
          </form>
        )}
      </Show>
    </Sheet>
  )
}
