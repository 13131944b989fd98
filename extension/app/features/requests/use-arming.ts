import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { type Arming, type ArmingEvent, armingAfter } from './arming.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { useSurroundings } from './surroundings.ts'

const { armMs, holdMs, stillPx } = REQUEST_CARD_LIMITS

/** A button whose presses count only after it has been in sight, uncovered and in its place for a moment. */
export interface ArmedPress {
  readonly state: Accessor<Arming>
  /** Counts how often the wait began: what draws its progress starts over with it. */
  readonly round: Accessor<number>
  /** It is held down now, and will count when it has been for long enough. */
  readonly holding: Accessor<boolean>
  /** A press ended too early, or assistive technology has pressed once: what to do has to be said. */
  readonly short: Accessor<boolean>
  /** Watches this button; call once, with the element. */
  attach(button: HTMLElement): void
  /** It may be used again after a press was taken. */
  renew(): void
}

/**
 * Arms one button. `act` runs at most once until `renew`; `ready` may still refuse (a press then only begins the wait
 * anew). With `held`, a press counts once it has been held down for a while; assistive technology, which can't hold,
 * presses twice. Presses by pointer, by Enter and Space, and those of assistive technology go the same way. `isTrusted` is not
 * asked for: no page and no content script can reach the extension's pages, and a script inside of them holds the
 * keys anyhow.
 */
export const useArming = (
  act: () => void,
  ready: () => boolean,
  held: () => boolean = () => false,
): ArmedPress => {
  const { clock, watchSight, watchPlace, placeOf } = useSurroundings()
  const [state, setState] = createSignal<Arming>('away')
  const [round, setRound] = createSignal(0)
  let button: HTMLElement | undefined
  let place = { x: 0, y: 0 }
  let inSight = false
  /** A press went down on the button and has not ended. */
  let isDown = false
  let endWait = (): void => undefined
  const [holding, setHolding] = createSignal(false)
  const [short, setShort] = createSignal(false)
  let endHold = (): void => undefined
  /** Assistive technology has pressed once what others hold. */
  let pressedOnce = false

  const hasMoved = (): boolean => {
    if (button === undefined) return true
    const now = placeOf(button)
    return Math.abs(now.x - place.x) > stillPx.value || Math.abs(now.y - place.y) > stillPx.value
  }
  const wait = (): void => {
    endWait()
    if (button !== undefined) place = placeOf(button)
    setRound(round() + 1)
    endWait = clock.after(armMs.value, () => send(hasMoved() ? 'move' : 'still'))
  }
  const send = (event: ArmingEvent): boolean => {
    const after = armingAfter(state(), event)
    setState(after.state)
    if (after.state !== 'pressed') letGo()
    if (after.state === 'away' || after.state === 'settling') {
      setShort(false)
      pressedOnce = false
    }
    if (after.restart) wait()
    return after.counts
  }
  const letGo = (): void => {
    endHold()
    setHolding(false)
  }
  const hold = (): void => {
    if (!held() || !ready() || state() !== 'pressed' || holding()) return
    setHolding(true)
    endHold = clock.after(holdMs.value, () => {
      noticeMove()
      if (ready() && send('held')) act()
    })
  }
  const noticeMove = (): void => {
    if (hasMoved()) send('move')
  }
  const down = (): void => {
    isDown = true
    noticeMove()
    send('down')
    hold()
  }
  const cancel = (): void => {
    isDown = false
    send('cancel')
  }
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    // A key that is held down goes on to press whatever gets the focus next; and one that has to be held must not click.
    if (event.repeat || held()) event.preventDefault()
    if (!event.repeat) down()
  }
  const keyUp = (event: KeyboardEvent): void => {
    if (!held() || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    release()
  }
  /** A press of what has to be held ends: if it has not counted by now, it does not. */
  const release = (): void => {
    const [before, wasHolding] = [state(), holding()]
    cancel()
    if (wasHolding) setShort(true)
    else if (!ready()) send('move')
    else if (before !== 'pressed') send('click')
  }
  /** The pointer left a button that it has to hold; it is still down, and what it does next is no press of its own. */
  const stray = (): void => {
    if (!held() || !isDown) return
    if (holding()) setShort(true)
    send('cancel')
  }
  const click = (): void => {
    const event = isDown ? 'click' : 'activate'
    if (held() && isDown) return release()
    isDown = false
    noticeMove()
    if (!ready()) send('move')
    else if (held() && state() === 'armed' && !pressedOnce) {
      pressedOnce = true
      setShort(true)
    } else if (send(event)) act()
  }
  const attach = (element: HTMLElement): void => {
    button = element
    const ends = [
      watchSight(element, (seen) => {
        inSight = seen
        send(seen ? 'show' : 'hide')
      }),
      watchPlace(element, noticeMove),
    ]
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointercancel', cancel)
    element.addEventListener('keydown', key)
    element.addEventListener('keyup', keyUp)
    element.addEventListener('pointerleave', stray)
    element.addEventListener('contextmenu', (event) => held() && event.preventDefault())
    // Not the end of a press: a pointer that is still down clicks when it comes up.
    element.addEventListener('blur', () => void send('cancel'))
    element.addEventListener('click', click)
    onCleanup(() => {
      endWait()
      endHold()
      for (const end of ends) end()
    })
  }
  const renew = (): void => {
    send('renew')
    if (inSight) send('show')
  }
  return { state, round, holding, short, attach, renew }
}
