import { afterEach, beforeEach, vi } from 'vitest'

const VIEWPORT_PX = 10_000
const ROW_PX = 40

/** A page that lays nothing out, made to say that every row has a height and all of them are in sight. */
export const layOutRows = (): void => {
  beforeEach(() => {
    class Observer {
      readonly #tell: ResizeObserverCallback
      constructor(tell: ResizeObserverCallback) {
        this.#tell = tell
      }
      observe(target: Element): void {
        const height = target.getAttribute('role') === 'log' ? VIEWPORT_PX : ROW_PX
        const entry = { target, contentRect: { width: 400, height } } as unknown as ResizeObserverEntry
        queueMicrotask(() => this.#tell([entry], this as unknown as ResizeObserver))
      }
      unobserve = (): void => undefined
      disconnect = (): void => undefined
    }
    vi.stubGlobal('ResizeObserver', Observer)
    Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
      configurable: true,
      get: () => document.body,
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    Reflect.deleteProperty(HTMLElement.prototype, 'offsetParent')
  })
}
