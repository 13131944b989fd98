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

/** The item that something in the list belongs to: itself, or the one beside it in the same row. */
const stopOf = (target: EventTarget | null): HTMLElement | null => {
  if (!(target instanceof HTMLElement)) return null
  return (
    target.closest<HTMLElement>('[data-stop]') ?? target.closest('li')?.querySelector('[data-stop]') ?? null
  )
}

/** Where the list was left: the row that had the tab stop, and how far its scroller was scrolled, px. */
export interface Left {
  stop: string | null
  scrolled: number
}

/** Makes a list of `ids`, in the order in which they stand, one tab stop; begins where it was `left`, and notes that. */
export const createRoving = (ids: Accessor<readonly string[]>, left: Left): Roving => {
  const [active, setActive] = createSignal(left.stop)
  const stop = createMemo(() => {
    const wanted = active()
    const all = ids()
    return wanted !== null && all.includes(wanted) ? wanted : (all[0] ?? null)
  })
  const isStop = createSelector(stop)
  let container: HTMLElement | undefined
  let held: string | null = null

  const itemOf = (id: string | undefined): HTMLElement | undefined =>
    [...(container?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])].find(
      ({ dataset }) => dataset.stop === id,
    )
  const focus = (id: string | undefined): void => {
    const item = itemOf(id)
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
  /** Back from somewhere: the list stands where it was, and keys go on from the same row. */
  const resume = (element: HTMLElement): void => {
    const scroller = element.parentElement
    if (scroller === null) return
    scroller.scrollTop = left.scrolled
    scroller.addEventListener('scroll', () => {
      left.scrolled = scroller.scrollTop
    })
    if (left.stop !== null && document.activeElement === document.body) itemOf(left.stop)?.focus()
  }
  onMount(() => {
    document.addEventListener('focusin', release)
    document.addEventListener('pointerdown', release)
  })
  onCleanup(() => {
    left.stop = active()
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
      onMount(() => resume(element))
      element.addEventListener('keydown', onKey)
      element.addEventListener('focusin', onFocus)
    },
  }
}
