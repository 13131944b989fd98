import X from 'lucide-solid/icons/x'
import { createUniqueId, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { cx } from './cx.ts'
import { IconButton } from './IconButton.tsx'
import styles from './Sheet.module.css'

export interface SheetProps {
  readonly open: boolean
  /** Its name, in sight and to those who listen. */
  readonly title: string
  /** Called when the person closes it: Esc, the cross, a press outside. The owner then sets `open` to false. */
  onClose(): void
  /** Stays in sight below what scrolls. */
  readonly footer?: JSX.Element
  /** As high as it may be, for lists and whole files. */
  readonly tall?: boolean
  readonly children: JSX.Element
}

/** Secondary content over the screen, from below: the browser's own modal dialog, which holds and returns focus. */
export const Sheet = (props: SheetProps): JSX.Element => {
  const id = createUniqueId()
  let dialog: HTMLDialogElement | undefined
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a dialog by Esc
    <dialog
      ref={(element) => {
        dialog = element
      }}
      class={cx(styles.sheet, props.tall && styles.tall)}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onClick={(event) => {
        // All that is seen lies in children: a press on the dialog itself is one on its backdrop.
        if (event.target === event.currentTarget) props.onClose()
      }}
    >
      <Show when={props.open}>
        <Opened id={id} sheet={props} dialog={() => dialog} />
      </Show>
    </dialog>
  )
}

/** What is inside while the sheet is open; opens the dialog once it is there, and closes it with its own end. */
const Opened = (props: {
  readonly id: string
  readonly sheet: SheetProps
  dialog(): HTMLDialogElement | undefined
}): JSX.Element => {
  onMount(() => {
    const dialog = props.dialog()
    dialog?.showModal()
    // Not the cross, which the browser takes as the first: what is asked for, or the name of the sheet.
    const wanted = dialog?.querySelector<HTMLElement>('[autofocus]') ?? dialog?.querySelector('h2')
    wanted?.focus()
  })
  onCleanup(() => props.dialog()?.close())
  return (
    <div class={styles.frame}>
      <div class={styles.header}>
        <h2 id={props.id} class={styles.title} tabindex={-1}>
          {props.sheet.title}
        </h2>
        <IconButton label="Close" onClick={() => props.sheet.onClose()}>
          <X />
        </IconButton>
      </div>
      <div class={styles.body}>{props.sheet.children}</div>
      <Show when={props.sheet.footer}>
        <div class={styles.footer}>{props.sheet.footer}</div>
      </Show>
    </div>
  )
}
