/**
 * Whether a press on a button may count.
 * - `away`: not wholly in sight, covered, or the page is hidden
 * - `settling`: in sight; nothing counts until it has been still for a moment
 * - `armed`: a press may begin
 * - `pressed`: a press began while armed
 * - `taken`: a press counted; nothing counts again until the button is renewed
 */
export type Arming = 'away' | 'settling' | 'armed' | 'pressed' | 'taken'

/**
 * What happens to a button.
 * - `show`, `hide`: it came into sight whole, or is no longer so
 * - `move`: it is no longer where it was
 * - `still`: it has been in sight and in its place for the whole wait
 * - `down`: a pointer or key went down on it
 * - `click`: a press that went down on it ended on it
 * - `activate`: it was activated without a press of its own, as assistive technology does
 * - `held`: a press has been held down for as long as it has to be
 * - `cancel`: the press ended without a click
 * - `renew`: it can be used again after a press was taken
 */
export type ArmingEvent =
  | 'show'
  | 'hide'
  | 'move'
  | 'still'
  | 'down'
  | 'click'
  | 'activate'
  | 'held'
  | 'cancel'
  | 'renew'

type Row = Readonly<Record<ArmingEvent, Arming | null>>

const NOTHING: Row = {
  show: null,
  hide: null,
  move: null,
  still: null,
  down: null,
  click: null,
  activate: null,
  held: null,
  cancel: null,
  renew: null,
}

/**
 * State × event, no case missing; null means that nothing changes. Every way into `settling` begins the wait anew.
 * A click in `armed` belongs to a press that went down before that: it is refused.
 */
export const ARMING_TABLE: Readonly<Record<Arming, Row>> = {
  away: { ...NOTHING, show: 'settling' },
  settling: {
    show: null,
    hide: 'away',
    move: 'settling',
    still: 'armed',
    down: null,
    click: 'settling',
    activate: 'settling',
    held: null,
    cancel: null,
    renew: 'settling',
  },
  armed: {
    show: null,
    hide: 'away',
    move: 'settling',
    still: null,
    down: 'pressed',
    click: 'settling',
    activate: 'taken',
    held: null,
    cancel: null,
    renew: 'settling',
  },
  pressed: {
    show: null,
    hide: 'away',
    move: 'settling',
    still: null,
    down: null,
    click: 'taken',
    activate: 'taken',
    held: 'taken',
    cancel: 'armed',
    renew: 'settling',
  },
  taken: { ...NOTHING, renew: 'away' },
}

/** What an event does: the state after it, whether the wait begins anew, and whether a press counts. */
export const armingAfter = (
  state: Arming,
  event: ArmingEvent,
): { readonly state: Arming; readonly restart: boolean; readonly counts: boolean } => {
  const next = ARMING_TABLE[state][event]
  return { state: next ?? state, restart: next === 'settling', counts: next === 'taken' }
}
