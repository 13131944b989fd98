import {
  type Accessor,
  createEffect,
  createMemo,
  createSelector,
  createSignal,
  on,
  onCleanup,
  onMount,
} from 'solid-js'

/** One tab stop for a whole list: arrows, Home and End move in it. Items carry `data-stop` with their id. */
export interface Roving {
  tabIndex(id: string): 0 | -1
  ref(container: HTMLElement): void
}

const KEYS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
}

const stopOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof HTMLElement ? target.closest<HTMLElement>('[data-stop]') : null

/** Makes a list of `ids`, in the order in which they stand, one tab stop. */
export const createRoving = (ids: Accessor<readonly string[]>): Roving => {
  const [active, setActive] = createSignal<string | null>(null)
  const stop = createMemo(() => {
    const wanted = active()
    const all = ids()
    return wanted !== null && all.includes(wanted) ? wanted : (all[0] ?? null)
  })
  const isStop = createSelector(stop)
  let container: HTMLElement | undefined
  let held: string | null = null

  const focus = (id: string | undefined): void => {
    const items = [...(container?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])]
    const item = items.find((each) => each.dataset.stop === id)
    item?.focus()
    item?.scrollIntoView?.({ block: 'nearest' })
  }
  const onKey = (event: KeyboardEvent): void => {
    const move = KEYS[event.key]
    const from = event.target instanceof HTMLElement ? event.target.dataset.stop : undefined
    if (move === undefined || from === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const all = ids()
    event.preventDefault()
    focus(all[move(all.indexOf(from), all.length - 1)])
  }
  const onFocus = (event: FocusEvent): void => {
    const id = stopOf(event.target)?.dataset.stop ?? null
    held = id
    if (id !== null) setActive(id)
  }
  const release = (event: Event): void => {
    if (!(event.target instanceof Node) || container?.contains(event.target) !== true) held = null
  }
  onMount(() => {
    document.addEventListener('focusin', release)
    document.addEventListener('pointerdown', release)
  })
  onCleanup(() => {
    document.removeEventListener('focusin', release)
    document.removeEventListener('pointerdown', release)
  })
  // A row that moves up because its session went on leaves the page for a moment, and focus with it; after one that
  // is gone the next in its place is at hand.
  createEffect(
    on(ids, (all, before) => {
      if (held === null || document.activeElement !== document.body) return
      const at = Math.min(before?.indexOf(held) ?? 0, all.length - 1)
      focus(all.includes(held) ? held : all[Math.max(0, at)])
    }),
  )
  return {
    tabIndex: (id) => (isStop(id) ? 0 : -1),
    ref(element) {
      container = element
      element.addEventListener('keydown', onKey)
      element.addEventListener('focusin', onFocus)
    },
  }
}
