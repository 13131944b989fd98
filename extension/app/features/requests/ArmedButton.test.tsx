import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { describe, expect, it, vi } from 'vitest'
import { ArmedButton } from './ArmedButton.tsx'
import { type FakeSurroundings, fakeSurroundings } from './fake-surroundings.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { SurroundingsContext } from './surroundings.ts'

const WAIT = REQUEST_CARD_LIMITS.armMs.value

const setUp = (around: FakeSurroundings = fakeSurroundings()) => {
  const onPress = vi.fn()
  const [blocked, setBlocked] = createSignal(false)
  render(() => (
    <SurroundingsContext.Provider value={around}>
      <ArmedButton blocked={blocked()} onPress={onPress}>
        Allow once
      </ArmedButton>
    </SurroundingsContext.Provider>
  ))
  const button = screen.getByRole('button', { name: 'Allow once' })
  const press = (): void => {
    fireEvent.pointerDown(button)
    fireEvent.click(button)
  }
  const key = (name: 'Enter' | ' ', repeat = false): void => {
    // What browsers do: Enter clicks when it goes down, Space when it comes up; neither when the default is prevented.
    const clicks = fireEvent.keyDown(button, { key: name, repeat })
    if (name === ' ') fireEvent.keyUp(button, { key: name })
    if (clicks) fireEvent.click(button)
  }
  return { around, button, onPress, press, key, setBlocked }
}

describe('a button that arms', () => {
  it('takes a press after it has been in sight and in its place for the whole wait, once', () => {
    const { around, button, onPress, press } = setUp()
    expect(button.getAttribute('aria-disabled')).toBe('true')
    around.pass(WAIT - 1)
    press()
    expect(onPress).not.toHaveBeenCalled()
    around.settle()
    expect(button.getAttribute('aria-disabled')).toBe('false')
    press()
    press()
    expect(onPress).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['a click', (of: ReturnType<typeof setUp>) => of.press()],
    ['a click without a press of its own', (of: ReturnType<typeof setUp>) => fireEvent.click(of.button)],
    ['Enter', (of: ReturnType<typeof setUp>) => of.key('Enter')],
    ['Space', (of: ReturnType<typeof setUp>) => of.key(' ')],
    [
      'a double click',
      (of: ReturnType<typeof setUp>) => {
        of.press()
        of.press()
        fireEvent.dblClick(of.button)
      },
    ],
  ])('refuses %s before that, and takes it after', (_, act) => {
    const of = setUp()
    act(of)
    of.around.pass(WAIT / 2)
    act(of)
    expect(of.onPress).not.toHaveBeenCalled()
    of.around.settle()
    act(of)
    expect(of.onPress).toHaveBeenCalledTimes(1)
  })

  it('never arms while it is hammered: each early press begins the wait anew', () => {
    const { around, onPress, press } = setUp()
    for (let n = 0; n < 20; n++) {
      around.pass(WAIT - 50)
      press()
    }
    expect(onPress).not.toHaveBeenCalled()
  })

  it('refuses a press that went down before it armed, however long it is held', () => {
    const { around, button, onPress } = setUp()
    fireEvent.pointerDown(button)
    around.pass(10 * WAIT)
    fireEvent.click(button)
    expect(onPress).not.toHaveBeenCalled()
  })

  it('refuses it even when the focus went elsewhere meanwhile (W7)', () => {
    const { around, button, onPress } = setUp()
    fireEvent.pointerDown(button)
    fireEvent.blur(button)
    around.pass(10 * WAIT)
    fireEvent.click(button)
    expect(onPress).not.toHaveBeenCalled()
  })

  it('refuses a key that is held down from the button before', () => {
    const { around, onPress, key } = setUp()
    around.settle()
    key('Enter', true)
    key('Enter', true)
    expect(onPress).not.toHaveBeenCalled()
    key('Enter')
    expect(onPress).toHaveBeenCalledTimes(1)
  })

  it('begins the wait anew when it moves, and refuses a press on the way', () => {
    const { around, button, onPress, press } = setUp()
    around.settle()
    around.shift(40)
    expect(button.dataset.arming).toBe('settling')
    press()
    expect(onPress).not.toHaveBeenCalled()
    around.settle()
    fireEvent.pointerDown(button)
    around.shift(40)
    fireEvent.click(button)
    expect(onPress).not.toHaveBeenCalled()
  })

  it('notices a move that nobody told it of, at the press itself', () => {
    const { around, onPress, press } = setUp()
    around.settle()
    around.shift(40, true)
    press()
    expect(onPress).not.toHaveBeenCalled()
    around.settle()
    around.shift(1, true)
    press()
    expect(onPress).toHaveBeenCalledTimes(1)
  })

  it('does not arm when it moved unseen during the wait', () => {
    const { around, button } = setUp()
    around.pass(WAIT / 2)
    around.shift(40, true)
    around.pass(WAIT / 2)
    expect(button.dataset.arming).toBe('settling')
    around.settle()
    expect(button.dataset.arming).toBe('armed')
  })

  it('takes no press while it is covered or out of sight, and waits anew when it is back', () => {
    const { around, button, onPress, press } = setUp(fakeSurroundings({ inSight: false }))
    around.settle()
    press()
    around.sight(true)
    fireEvent.pointerDown(button)
    around.settle()
    around.sight(false)
    fireEvent.click(button)
    around.sight(true)
    press()
    expect(onPress).not.toHaveBeenCalled()
    around.settle()
    press()
    expect(onPress).toHaveBeenCalledTimes(1)
  })

  it('takes no press while it is blocked, and the press that comes too early costs the wait again', () => {
    const { around, button, onPress, press, setBlocked } = setUp()
    setBlocked(true)
    around.settle()
    expect(button.getAttribute('aria-disabled')).toBe('true')
    press()
    setBlocked(false)
    press()
    expect(onPress).not.toHaveBeenCalled()
    around.settle()
    press()
    expect(onPress).toHaveBeenCalledTimes(1)
  })
})
