import X from 'lucide-solid/icons/x'
import { createEffect, createUniqueId, type JSX, onCleanup, Show } from 'solid-js'
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
  createEffect(() => {
    if (!dialog) return
    if (props.open && !dialog.open) {
      dialog.showModal()
      // Not the cross, which the browser would take as the first: what is asked for, or the name of the sheet.
      const wanted = dialog.querySelector<HTMLElement>('[autofocus]') ?? dialog.querySelector('h2')
      wanted?.focus()
    } else if (!props.open && dialog.open) dialog.close()
  })
  onCleanup(() => dialog?.close())
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
        <div class={styles.frame}>
          <header class={styles.header}>
            <h2 id={id} class={styles.title} tabindex={-1}>
              {props.title}
            </h2>
            <IconButton label="Close" onClick={() => props.onClose()}>
              <X />
            </IconButton>
          </header>
          <div class={styles.body}>{props.children}</div>
          <Show when={props.footer}>
            <footer class={styles.footer}>{props.footer}</footer>
          </Show>
        </div>
      </Show>
    </dialog>
  )
}
