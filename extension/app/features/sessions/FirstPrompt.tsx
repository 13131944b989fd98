import { MAX_PROMPT_TEXT } from '@hearth/shared/session'
import { createEffect, createMemo, type JSX, onMount, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { joinTexts } from '../../state/typed.ts'
import { TextArea } from '../../ui/TextField.tsx'
import { AddMenu } from '../attach/AddMenu.tsx'
import { Attachments } from '../attach/Attachments.tsx'
import { fullness } from '../attach/full.ts'
import { PagePicking } from '../attach/PagePicking.tsx'
import { createAttaching } from '../attach/use-attaching.ts'
import { usePage } from '../attach/use-page.tsx'
import styles from './FirstPrompt.module.css'
import type { NewDraft } from './use-new-draft.ts'
import { create as words } from './words.ts'

const isTouch = (): boolean => globalThis.matchMedia?.('(pointer: coarse)').matches ?? false

/** What a session that isn't made yet shall do first: words, and what goes along with them. */
export const FirstPrompt = (props: {
  readonly draft: NewDraft
  /** The chosen agent’s name, where it takes no pictures. */
  readonly noImages: string | null
  readonly disabled: boolean
  /** Something is being made ready to go along. */
  onBusy(busy: boolean): void
  onSend(): void
}): JSX.Element => {
  const { face } = useServices()
  const { draft } = props
  let field: HTMLTextAreaElement | undefined
  let shift = false
  const attaching = createAttaching(draft, () => shift)
  const page = usePage(attaching, () => field?.focus())
  createEffect(() => props.onBusy(attaching.busy()))
  const full = createMemo(() => fullness(draft.typed(), props.noImages))
  const problem = (): string | null => full().problem ?? attaching.problem()
  return (
    <div class={styles.prompt}>
      <TextArea
        label={words.prompt}
        hint={words.promptHint}
        error={problem()}
        value={draft.text()}
        onText={draft.set}
        maxLength={MAX_PROMPT_TEXT}
        ref={(area) => {
          field = area
          onMount(() => face === 'panel' && area.focus())
        }}
        onPaste={attaching.onPaste}
        onDragOver={attaching.onDragOver}
        onDrop={attaching.onDrop}
        onKeyDown={(event) => {
          shift = event.shiftKey
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          props.onSend()
        }}
        onKeyUp={(event) => {
          shift = event.shiftKey
        }}
      />
      <div class={styles.beside}>
        <div class={styles.attached}>
          <PagePicking page={page} />
          <Attachments
            attachments={draft.attachments()}
            busy={attaching.busy()}
            onRemove={attaching.remove}
            onChange={(to) => draft.change(to.id, to)}
            onText={(text) => {
              draft.change(text.id, null)
              draft.set(joinTexts(draft.text(), text.text))
            }}
          />
        </div>
        <AddMenu
          words
          touch={isTouch()}
          more={page.items()}
          disabled={props.disabled}
          onFiles={(files) => void attaching.files(files)}
        />
      </div>
      <Show when={full().near}>
        <p role="status" class={styles.near}>
          {full().near}
        </p>
      </Show>
    </div>
  )
}
