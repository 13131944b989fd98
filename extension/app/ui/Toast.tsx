import X from 'lucide-solid/icons/x'
import { createContext, createSignal, For, type JSX, onCleanup, Show, useContext } from 'solid-js'
import { Button } from './Button.tsx'
import { IconButton } from './IconButton.tsx'
import { MAX_TOASTS, TOAST_ACTION_MS, TOAST_MS } from './limits.ts'
import styles from './Toast.module.css'

export interface Toast {
  readonly text: string
  readonly action?: { readonly label: string; onAction(): void }
  /** Stays until it is answered or dismissed. */
  readonly stays?: boolean
}

/** Shows a message over the screen; the function it gives takes it away. */
export type ShowToast = (toast: Toast) => () => void

/** Outside of a region nothing is shown. */
const ToastContext = createContext<ShowToast>(() => () => undefined)

/** How to show a message from here. */
export const useToast = (): ShowToast => useContext(ToastContext)

/** The place where messages appear. They wait while they are looked at: under the pointer or with focus. */
export const ToastRegion = (props: { readonly children: JSX.Element }): JSX.Element => {
  const [toasts, setToasts] = createSignal<readonly Toast[]>([])
  const remove = (toast: Toast): void => {
    setToasts((all) => all.filter((other) => other !== toast))
  }
  const show: ShowToast = (given) => {
    const toast = { ...given }
    setToasts((all) => [...all, toast].slice(-MAX_TOASTS))
    return () => remove(toast)
  }
  return (
    <ToastContext.Provider value={show}>
      {props.children}
      <div class={styles.region} aria-live="polite">
        <For each={toasts()}>{(toast) => <ToastCard toast={toast} onDone={() => remove(toast)} />}</For>
      </div>
    </ToastContext.Provider>
  )
}

const ToastCard = (props: { readonly toast: Toast; onDone(): void }): JSX.Element => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const hold = (): void => clearTimeout(timer)
  const run = (): void => {
    hold()
    if (props.toast.stays) return
    timer = setTimeout(() => props.onDone(), props.toast.action ? TOAST_ACTION_MS : TOAST_MS)
  }
  run()
  onCleanup(hold)
  return (
    <div class={styles.toast} onPointerEnter={hold} onPointerLeave={run} onFocusIn={hold} onFocusOut={run}>
      <span class={styles.words}>{props.toast.text}</span>
      <Show when={props.toast.action}>
        {(action) => (
          <Button
            small
            variant="ghost"
            onClick={() => {
              props.onDone()
              action().onAction()
            }}
          >
            {action().label}
          </Button>
        )}
      </Show>
      <IconButton label="Dismiss" onClick={() => props.onDone()}>
        <X />
      </IconButton>
    </div>
  )
}
