import Check from 'lucide-solid/icons/check'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { Button } from './Button.tsx'
import { cx } from './cx.ts'
import { IconButton } from './IconButton.tsx'
import styles from './Menu.module.css'
import { placeBeside } from './place.ts'

export interface MenuItem {
  readonly label: string
  /** A second line that explains. */
  readonly note?: string
  readonly icon?: JSX.Element
  readonly danger?: boolean
  readonly disabled?: boolean
  /** For a choice among several: whether it is the present one. */
  readonly checked?: boolean
  /** A line above it. */
  readonly parted?: boolean
  onSelect(): void
}

export interface MenuProps {
  /** What the menu is about, such as `More about this session`. */
  readonly label: string
  readonly items: readonly MenuItem[]
  /** In place of the three dots. */
  readonly icon?: JSX.Element
  /** Words on the button, in place of an icon alone. */
  readonly text?: JSX.Element
  readonly variant?: 'ghost' | 'secondary'
  readonly disabled?: boolean
  /** Of the button: −1 where a list is one tab stop and this is not it. */
  readonly tabIndex?: 0 | -1
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** A button that opens a list of things to do. Arrow keys, Home, End and first letters move; Esc closes. */
export const Menu = (props: MenuProps): JSX.Element => {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  let button: HTMLElement | undefined
  let list: HTMLDivElement | undefined

  const items = (): HTMLElement[] =>
    [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])].filter(
      (item) => item.getAttribute('aria-disabled') !== 'true',
    )
  const close = (): void => {
    list?.hidePopover()
    button?.focus()
  }
  const onToggle = (event: ToggleEvent): void => {
    const opened = event.newState === 'open'
    setOpen(opened)
    if (!opened || !button || !list) return
    placeBeside(list, button)
    items()[0]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const step = STEPS[event.key]
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault()
      close()
    } else if (step) {
      event.preventDefault()
      all[step(at, all.length)]?.focus()
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const wanted = event.key.toLowerCase()
      const after = [...all.slice(at + 1), ...all.slice(0, at + 1)]
      after.find((item) => item.textContent?.trim().toLowerCase().startsWith(wanted))?.focus()
    }
  }
  const opener = {
    'aria-haspopup': 'menu',
    get 'aria-expanded'() {
      return open()
    },
    'aria-controls': id,
    get tabIndex() {
      return props.tabIndex ?? 0
    },
    get disabled() {
      return props.disabled ?? false
    },
    ref: (element: HTMLButtonElement) => {
      button = element
    },
    popovertarget: id,
  } as const
  return (
    <>
      <Show
        when={props.text}
        fallback={
          <IconButton {...opener} label={props.label} variant={props.variant ?? 'ghost'}>
            {props.icon ?? <Ellipsis />}
          </IconButton>
        }
      >
        <Button {...opener} aria-label={props.label} icon={props.icon} variant={props.variant ?? 'secondary'}>
          {props.text}
        </Button>
      </Show>
      <div
        id={id}
        ref={(element) => {
          list = element
        }}
        popover="auto"
        role="menu"
        tabindex={-1}
        aria-label={props.label}
        class={styles.menu}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        <For each={props.items}>
          {(item) => (
            <button
              type="button"
              {...(item.checked === undefined
                ? { role: 'menuitem' }
                : { role: 'menuitemradio', 'aria-checked': item.checked })}
              aria-disabled={item.disabled || undefined}
              tabindex={-1}
              class={cx(styles.item, item.danger && styles.danger, item.parted && styles.parted)}
              onClick={() => {
                if (item.disabled) return
                close()
                item.onSelect()
              }}
            >
              <span class={styles.icon} aria-hidden="true">
                <Show when={item.checked} fallback={item.icon}>
                  <Check />
                </Show>
              </span>
              <span class={styles.words}>
                {item.label}
                <Show when={item.note}>
                  <span class={styles.note}>{item.note}</span>
                </Show>
              </span>
            </button>
          )}
        </For>
      </div>
    </>
  )
}
