import { cleanup } from '@solidjs/testing-library'
import { afterAll, afterEach, vi } from 'vitest'

afterEach(cleanup)

/** The files of a worker share its document: the next one finds it as new. */
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  if (typeof document === 'undefined') return
  document.body.replaceChildren()
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
})

/** happy-dom knows no popovers: what they announce is enough for tests; real browsers prove the rest. */
const toggle = (element: HTMLElement, newState: 'open' | 'closed'): void => {
  if (element.hasAttribute('data-popover-open') === (newState === 'open')) return
  element.toggleAttribute('data-popover-open', newState === 'open')
  element.dispatchEvent(Object.assign(new Event('toggle'), { newState }))
}

// Tests of pure functions may run without a document.
if (typeof HTMLElement !== 'undefined') {
  HTMLElement.prototype.showPopover ??= function (this: HTMLElement): void {
    toggle(this, 'open')
  }
  HTMLElement.prototype.hidePopover ??= function (this: HTMLElement): void {
    toggle(this, 'closed')
  }
}
