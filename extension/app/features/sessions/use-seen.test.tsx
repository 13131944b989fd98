import type { SessionState } from '@hearth/shared/session'
import { render } from '@solidjs/testing-library'
import { createSignal, type JSX } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { anId, aState, aTurn, HOST } from '../../testing/build.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import { openMemory } from './memory.ts'
import { useSeen } from './use-seen.ts'

const SESSION = anId(1)
let focused = true

beforeEach(() => {
  localStorage.clear()
  focused = true
  vi.spyOn(document, 'hasFocus').mockImplementation(() => focused)
})
afterEach(() => vi.restoreAllMocks())

const focus = (now: boolean): void => {
  focused = now
  window.dispatchEvent(new Event(now ? 'focus' : 'blur'))
}

const watch = (first: SessionState | null) => {
  const [state, setState] = createSignal(first)
  const Screen = (): JSX.Element => {
    useSeen(HOST, SESSION, state)
    return null
  }
  const { unmount } = render(() => (
    <ServicesContext.Provider value={fakeServices()}>
      <Screen />
    </ServicesContext.Provider>
  ))
  return { setState, unmount }
}

const seen = () => openMemory(localStorage).seen(HOST, SESSION)

describe('what was looked at', () => {
  it('is all that is there when the session is opened', () => {
    watch(aState({ seq: 40 }))
    expect(seen()).toEqual({ seq: 40, choice: false })
  })

  it('is nothing while the page is somewhere in the background', () => {
    focused = false
    const { setState, unmount } = watch(aState({ seq: 40 }))
    setState(aState({ seq: 41 }))
    unmount()
    expect(seen()).toBeNull()
  })

  it('counts from the moment the page is looked at again', () => {
    focused = false
    watch(aState({ seq: 40 }))
    focus(true)
    expect(seen()?.seq).toBe(40)
  })

  it('ends where the person looked away', () => {
    const { setState } = watch(aState({ seq: 40, current: aTurn({ n: 2, state: 'running' }) }))
    setState(aState({ seq: 50, current: aTurn({ n: 2, state: 'running' }) }))
    focus(false)
    setState(aState({ seq: 60 }))
    expect(seen()?.seq).toBe(50)
  })

  it('is all of a running turn for who leaves the screen', () => {
    const { setState, unmount } = watch(aState({ seq: 40, current: aTurn({ n: 2, state: 'running' }) }))
    setState(aState({ seq: 45, current: aTurn({ n: 2, state: 'running' }) }))
    unmount()
    expect(seen()?.seq).toBe(45)
  })

  it('notes that a choice is due, until it is made', () => {
    const doubt = aTurn({ state: 'unknown' })
    const { setState } = watch(aState({ seq: 40, settled: [doubt] }))
    expect(seen()).toEqual({ seq: 40, choice: true })
    setState(aState({ seq: 41, settled: [{ ...doubt, resolved: 'abandon' }] }))
    expect(seen()).toEqual({ seq: 41, choice: false })
  })
})
