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

describe('a button that has to be held', () => {
  const HOLD = REQUEST_CARD_LIMITS.holdMs.value
  const held = () => {
    const around = fakeSurroundings()
    const onPress = vi.fn()
    render(() => (
      <SurroundingsContext.Provider value={around}>
        <ArmedButton held onPress={onPress}>
          Allow once
        </ArmedButton>
      </SurroundingsContext.Provider>
    ))
    around.settle()
    return { around, onPress, button: screen.getByRole('button', { name: 'Allow once' }) }
  }

  it('counts once it was held for the whole time, while it is still down, once', () => {
    const { around, onPress, button } = held()
    fireEvent.pointerDown(button)
    around.pass(HOLD - 1)
    expect(onPress).not.toHaveBeenCalled()
    around.pass(1)
    expect(onPress).toHaveBeenCalledTimes(1)
    around.pass(10 * HOLD)
    fireEvent.click(button)
    expect(onPress).toHaveBeenCalledTimes(1)
  })

  it('takes no tap, however many, and says what to do', () => {
    const { around, onPress, button } = held()
    for (let n = 0; n < 10; n++) {
      fireEvent.pointerDown(button)
      around.pass(HOLD / 2)
      fireEvent.click(button)
      around.pass(HOLD)
    }
    expect(onPress).not.toHaveBeenCalled()
    expect(screen.getByText(/keep holding/)).toBeTruthy()
  })

  it('does not count what was held before it armed', () => {
    const { around, onPress, button } = held()
    around.shift(40)
    fireEvent.pointerDown(button)
    around.pass(10 * HOLD)
    fireEvent.click(button)
    expect(onPress).not.toHaveBeenCalled()
  })

  it.each<[string, (of: ReturnType<typeof held>) => void]>([
    ['the pointer strays', ({ button }) => fireEvent.pointerLeave(button)],
    ['the browser takes the press for scrolling', ({ button }) => fireEvent.pointerCancel(button)],
    ['the focus goes', ({ button }) => fireEvent.blur(button)],
    ['it moves', ({ around }) => around.shift(40)],
    ['it moves and nobody says so', ({ around }) => around.shift(40, true)],
    ['it is covered', ({ around }) => around.sight(false)],
  ])('does not count when %s meanwhile', (_, disturb) => {
    const of = held()
    fireEvent.pointerDown(of.button)
    of.around.pass(HOLD / 2)
    disturb(of)
    of.around.pass(10 * HOLD)
    fireEvent.click(of.button)
    expect(of.onPress).not.toHaveBeenCalled()
  })

  it.each(['Enter', ' '])('counts a key that is held: %j', (key) => {
    const { around, onPress, button } = held()
    expect(fireEvent.keyDown(button, { key })).toBe(false)
    fireEvent.keyUp(button, { key })
    around.pass(HOLD)
    expect(onPress).not.toHaveBeenCalled()
    fireEvent.keyDown(button, { key })
    fireEvent.keyDown(button, { key, repeat: true })
    around.pass(HOLD)
    fireEvent.keyUp(button, { key })
    expect(onPress).toHaveBeenCalledTimes(1)
  })

  it('counts the second press of assistive technology, which can’t hold', () => {
    const { around, onPress, button } = held()
    fireEvent.click(button)
    expect(onPress).not.toHaveBeenCalled()
    fireEvent.click(button)
    expect(onPress).toHaveBeenCalledTimes(1)
    around.settle()
  })

  it('takes a press that strayed and came back for none of assistive technology', () => {
    const { around, onPress, button } = held()
    for (let n = 0; n < 4; n++) {
      fireEvent.pointerDown(button)
      fireEvent.pointerLeave(button)
      around.pass(10)
      fireEvent.click(button)
      around.settle()
    }
    expect(onPress).not.toHaveBeenCalled()
  })
})
