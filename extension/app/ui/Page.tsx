import ChevronLeft from 'lucide-solid/icons/chevron-left'
import { createContext, type JSX, onMount, Show, useContext } from 'solid-js'
import { cx } from './cx.ts'
import { IconButton } from './IconButton.tsx'
import styles from './Page.module.css'

/** What stands in the header of every screen, before its own buttons; the app puts it there. */
export const HeaderContext = createContext<() => JSX.Element>()

export interface PageProps {
  /** The screen's name: its one h1. */
  readonly title: JSX.Element
  /** Where it leads back to; without it there is no way back. */
  readonly onBack?: () => void
  readonly backLabel?: string
  /** How things stand, beside the title: a StatusLine. */
  readonly status?: JSX.Element
  /** Buttons at the end of the header. */
  readonly actions?: JSX.Element
  /** Between header and body, at full width: banners, tabs. */
  readonly top?: JSX.Element
  /** Stays in sight below: a composer, buttons. */
  readonly footer?: JSX.Element
  /** The body scrolls by itself (default); false when what is inside brings its own scroller. */
  readonly scroll?: boolean
  /** No padding of the body: for rows that reach the edges. */
  readonly flush?: boolean
  readonly children: JSX.Element
}

/** A screen: one row of header, a body that scrolls, a footer. Its width is what container queries ask about. */
export const Page = (props: PageProps): JSX.Element => {
  const everywhere = useContext(HeaderContext)
  let title: HTMLElement | undefined
  // The screen before took the focus with it: those who listen begin with the new one's name, those who type at its top.
  onMount(() => {
    // After the screen's own mounting: it may know better where to go on.
    queueMicrotask(() => {
      if (document.activeElement === null || document.activeElement === document.body) title?.focus()
    })
  })
  return (
    <div class={styles.page}>
      <header class={styles.header}>
        <Show when={props.onBack}>
          {(back) => (
            <IconButton label={props.backLabel ?? 'Back'} onClick={() => back()()}>
              <ChevronLeft />
            </IconButton>
          )}
        </Show>
        <h1
          ref={(element) => {
            title = element
          }}
          class={styles.title}
          tabindex={-1}
        >
          {props.title}
        </h1>
        <Show when={props.status}>
          <div class={styles.status}>{props.status}</div>
        </Show>
        {everywhere?.()}
        <Show when={props.actions}>
          <div class={styles.actions}>{props.actions}</div>
        </Show>
      </header>
      {props.top}
      <main
        class={cx(
          styles.body,
          props.scroll !== false && styles.scroll,
          props.flush !== true && styles.padded,
        )}
      >
        {props.children}
      </main>
      <Show when={props.footer}>
        <footer class={styles.footer}>{props.footer}</footer>
      </Show>
    </div>
  )
}
