import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { type Arming, type ArmingEvent, armingAfter } from './arming.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { useSurroundings } from './surroundings.ts'

const { armMs, stillPx } = REQUEST_CARD_LIMITS

/** A button whose presses count only after it has been in sight, uncovered and in its place for a moment. */
export interface ArmedPress {
  readonly state: Accessor<Arming>
  /** Counts how often the wait began: what draws its progress starts over with it. */
  readonly round: Accessor<number>
  /** Watches this button; call once, with the element. */
  attach(button: HTMLElement): void
  /** It may be used again after a press was taken. */
  renew(): void
}

/**
 * Arms one button. `act` runs at most once until `renew`; `ready` may still refuse (a press then only begins the wait
 * anew). Presses by pointer, by Enter and Space, and those of assistive technology go the same way. `isTrusted` is not
 * asked for: no page and no content script can reach the extension's pages, and a script inside of them holds the
 * keys anyhow.
 */
export const useArming = (act: () => void, ready: () => boolean): ArmedPress => {
  const { clock, watchSight, watchPlace, placeOf } = useSurroundings()
  const [state, setState] = createSignal<Arming>('away')
  const [round, setRound] = createSignal(0)
  let button: HTMLElement | undefined
  let place = { x: 0, y: 0 }
  let inSight = false
  /** A press went down on the button and has not ended. */
  let isDown = false
  let endWait = (): void => undefined

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
    if (after.restart) wait()
    return after.counts
  }
  const noticeMove = (): void => {
    if (hasMoved()) send('move')
  }
  const down = (): void => {
    isDown = true
    noticeMove()
    send('down')
  }
  const cancel = (): void => {
    isDown = false
    send('cancel')
  }
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    // A key that is held down goes on to press whatever gets the focus next.
    if (event.repeat) event.preventDefault()
    else down()
  }
  const click = (): void => {
    const event = isDown ? 'click' : 'activate'
    isDown = false
    noticeMove()
    if (!ready()) send('move')
    else if (send(event)) act()
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
    // Not the end of a press: a pointer that is still down clicks when it comes up.
    element.addEventListener('blur', () => void send('cancel'))
    element.addEventListener('click', click)
    onCleanup(() => {
      endWait()
      for (const end of ends) end()
    })
  }
  const renew = (): void => {
    send('renew')
    if (inSight) send('show')
  }
  return { state, round, attach, renew }
}
