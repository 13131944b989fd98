import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchLife } from './lifecycle.ts'

const living = { look: vi.fn(), freeze: vi.fn(), flush: vi.fn() }
let end: () => void
let visibility: DocumentVisibilityState

beforeEach(() => {
  vi.clearAllMocks()
  visibility = 'visible'
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility })
  end = watchLife(window, living)
})
afterEach(() => {
  end()
  Reflect.deleteProperty(document, 'visibilityState')
})

const on = (target: EventTarget, event: string): void => void target.dispatchEvent(new Event(event))
const hide = (): void => {
  visibility = 'hidden'
  on(document, 'visibilitychange')
}

it.each([
  ['is shown', () => on(document, 'visibilitychange')],
  ['comes out of the cache', () => on(window, 'pageshow')],
  ['is woken', () => on(document, 'resume')],
])('a page that %s looks at once', (_, happens) => {
  happens()
  expect(living.look).toHaveBeenCalledOnce()
  expect(living.freeze).toHaveBeenCalledWith(false)
})

it('looks when there is a network again', () => {
  on(window, 'online')
  expect(living.look).toHaveBeenCalledOnce()
})

it('a hidden page writes its drafts, and stays connected', () => {
  hide()
  expect(living.flush).toHaveBeenCalledOnce()
  expect(living.freeze).not.toHaveBeenCalled()
})

it('a page that ends writes its drafts', () => {
  on(window, 'pagehide')
  expect(living.flush).toHaveBeenCalledOnce()
})

it('a page that the browser suspends hangs up', () => {
  on(document, 'freeze')
  expect(living.freeze).toHaveBeenCalledExactlyOnceWith(true)
})

it('hears nothing more once it is over', () => {
  end()
  on(window, 'online')
  expect(living.look).not.toHaveBeenCalled()
})
