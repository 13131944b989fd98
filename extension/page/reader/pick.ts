import { copySeen } from '../dom/copy.ts'
import { markdownOf } from '../dom/markdown.ts'
import { shadowOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'
import { PICK } from '../words.ts'
import { type Glass, layGlass } from './glass.ts'
import { boxOnScreen } from './picture.ts'
import type { Reading } from './reading.ts'
import { selectorOf, stylesOf } from './selector.ts'
import { nothing, whereOf, within } from './text.ts'

type View = Window & typeof globalThis

/** What ends a pick that goes on, from wherever. */
let cancelled: (() => void) | undefined
export const cancelPick = (): void => cancelled?.()

/** The element at a point, also inside of what others show instead of their children. */
const elementAt = (view: View, x: number, y: number): Element | null => {
  let found = view.document.elementFromPoint(x, y)
  for (;;) {
    const inner = found === null ? null : (shadowOf(found)?.elementFromPoint(x, y) ?? null)
    if (inner === null || inner === found) return found
    found = inner
  }
}

/** Lets the person point at an element: a click takes it, Esc ends it. The page hears nothing of either. */
export const pickElement = async (view: View): Promise<Reading> => {
  cancelPick()
  const where = whereOf(view)
  if (where === null) return nothing('document')
  const glass = layGlass(view)
  try {
    const element = await pointed(view, glass)
    if (element === null) return nothing('cancelled')
    const box = boxOnScreen(view, element)
    if (box === null) return nothing('failed')
    const { document: copy, cut } = copySeen(view, { root: element })
    const text = within(markdownOf(copy.body), PAGE_LIMITS.pickText.value, cut)
    const size = PICK.size(Math.round(box.width), Math.round(box.height))
    const selector = selectorOf(element)
    const note = [
      `${selector}  (${size})`,
      ...stylesOf(view, element),
      ...(text === '' ? [] : ['', text]),
    ].join('\n')
    return { of: 'part', ...where, name: selector, note: note.slice(0, PAGE_LIMITS.pickText.value * 2), box }
  } finally {
    await glass.lift()
  }
}

const pointed = (view: View, glass: Glass): Promise<Element | null> =>
  new Promise((resolve) => {
    const events = new AbortController()
    const end = (element: Element | null): void => {
      events.abort()
      cancelled = undefined
      resolve(element)
    }
    cancelled = () => end(null)
    let at: Element | null = null
    const listen = (type: string, heard: (event: Event) => void): void =>
      view.addEventListener(
        type,
        (event) => {
          // A page may pretend a person clicked: only what the browser says is true counts.
          if (!event.isTrusted) return
          event.preventDefault()
          event.stopImmediatePropagation()
          heard(event)
        },
        { capture: true, signal: events.signal, passive: false },
      )
    listen('pointermove', (event) => {
      const { clientX, clientY } = event as PointerEvent
      at = elementAt(view, clientX, clientY)
      glass.frame(at)
    })
    for (const type of [
      'pointerdown',
      'pointerup',
      'mousedown',
      'mouseup',
      'touchstart',
      'dblclick',
      'contextmenu',
    ])
      listen(type, () => undefined)
    listen('click', (event) => {
      const { clientX, clientY } = event as PointerEvent
      end(elementAt(view, clientX, clientY) ?? at)
    })
    listen('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') end(null)
      if ((event as KeyboardEvent).key === 'Enter' && at !== null) end(at)
    })
    listen('keyup', () => undefined)
    view.addEventListener('pagehide', () => end(null), { signal: events.signal })
  })
