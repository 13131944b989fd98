import { boxOf, rootOf } from '../dom/node.ts'
import { PICK } from '../words.ts'
import { selectorOf } from './selector.ts'

/** What lies over a page while an element is picked. */
export interface Glass {
  /** Draws around an element, and says what it is. */
  frame(element: Element | null): void
  /** Takes it away, and waits until the page is painted without it. */
  lift(): Promise<void>
}

const HOST = { all: 'initial', position: 'fixed', inset: '0', zIndex: '2147483647', pointerEvents: 'none' }
const FRAME = {
  position: 'fixed',
  display: 'none',
  boxSizing: 'border-box',
  border: '2px solid #b6440c',
  borderRadius: '3px',
  background: 'rgb(182 68 12 / 0.12)',
  boxShadow: '0 0 0 1px #fff',
}
const LABEL = {
  position: 'fixed',
  left: '50%',
  bottom: '16px',
  transform: 'translateX(-50%)',
  maxWidth: '90vw',
  padding: '8px 14px',
  borderRadius: '8px',
  background: '#23201d',
  color: '#fff',
  font: '13px/1.4 system-ui, sans-serif',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
}

const styled = (element: HTMLElement, style: Readonly<Record<string, string>>): HTMLElement => {
  Object.assign(element.style, style)
  return element
}

/** Lays it over the page, out of reach of the page’s own styles. */
export const layGlass = (view: Window & typeof globalThis): Glass => {
  const { document } = view
  const host = styled(document.createElement('hearth-pick'), HOST)
  host.setAttribute('popover', 'manual')
  const inside = host.attachShadow({ mode: 'closed' })
  const frame = styled(document.createElement('div'), FRAME)
  const label = styled(document.createElement('div'), LABEL)
  label.textContent = PICK.hint
  inside.append(frame, label)
  rootOf(document)?.append(host)
  // Above the page’s own sheets.
  host.showPopover?.()
  return {
    frame(element) {
      if (element === null || element === host) {
        frame.style.display = 'none'
        return
      }
      const { x, y, width, height } = boxOf(element)
      Object.assign(frame.style, {
        display: 'block',
        left: `${x}px`,
        top: `${y}px`,
        width: `${width}px`,
        height: `${height}px`,
      })
      label.textContent = `${selectorOf(element)} · ${PICK.size(Math.round(width), Math.round(height))} · ${PICK.esc}`
    },
    async lift() {
      host.remove()
      if (document.visibilityState !== 'visible') return
      await new Promise((resolve) => view.requestAnimationFrame(() => view.requestAnimationFrame(resolve)))
    },
  }
}
