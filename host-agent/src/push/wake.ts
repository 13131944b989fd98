/**
 * How far waking one device for one request has come.
 * - `settling`: it was just asked; perhaps somebody answers at once
 * - `held`: it is on a focused screen, and this device was not told
 * - `quiet`: the device has quiet hours
 * - `told`: a push was sent; it comes again by the schedule
 * - `seen`: a push was sent, and it is on a focused screen now
 * - `over`: it no longer waits
 */
export type WakeState = 'settling' | 'held' | 'quiet' | 'told' | 'seen' | 'over'

/**
 * What happens meanwhile.
 * - `due`: the time that was planned has come
 * - `due-quiet`: it has, within the device's quiet hours
 * - `watched`, `unwatched`: the request is on a focused screen of any device, or no longer on one
 * - `gone`: it was answered, or withdrawn
 */
export type WakeEvent = 'due' | 'due-quiet' | 'watched' | 'unwatched' | 'gone'

/**
 * What is to be done. Each replaces what was planned before, but `nothing`.
 * - `send`: a push now, and the next by the schedule
 * - `skip`: no push this time, the next by the schedule
 * - `settle`, `resume`, `morning`: plan: the debounce, the schedule's next time, the end of quiet hours
 * - `rest`: plan nothing
 * - `withdraw`: say that it no longer waits
 */
export type WakeAct = 'nothing' | 'send' | 'skip' | 'settle' | 'resume' | 'morning' | 'rest' | 'withdraw'

interface WakeStep {
  readonly to: WakeState
  readonly act: WakeAct
}

const step = (to: WakeState, act: WakeAct): WakeStep => ({ to, act })
const OVER: WakeStep = step('over', 'nothing')

/** docs/protocol.md, "Push", in one table. */
export const WAKE_TABLE: Readonly<Record<WakeState, Readonly<Record<WakeEvent, WakeStep>>>> = {
  settling: {
    due: step('told', 'send'),
    'due-quiet': step('quiet', 'morning'),
    watched: step('held', 'rest'),
    unwatched: step('settling', 'nothing'),
    gone: step('over', 'rest'),
  },
  held: {
    due: step('held', 'nothing'),
    'due-quiet': step('held', 'nothing'),
    watched: step('held', 'nothing'),
    unwatched: step('settling', 'settle'),
    gone: step('over', 'rest'),
  },
  quiet: {
    due: step('told', 'send'),
    'due-quiet': step('quiet', 'morning'),
    watched: step('held', 'rest'),
    unwatched: step('quiet', 'nothing'),
    gone: step('over', 'rest'),
  },
  told: {
    due: step('told', 'send'),
    'due-quiet': step('told', 'skip'),
    watched: step('seen', 'rest'),
    unwatched: step('told', 'nothing'),
    gone: step('over', 'withdraw'),
  },
  seen: {
    due: step('seen', 'nothing'),
    'due-quiet': step('seen', 'nothing'),
    watched: step('seen', 'nothing'),
    unwatched: step('told', 'resume'),
    gone: step('over', 'withdraw'),
  },
  over: { due: OVER, 'due-quiet': OVER, watched: OVER, unwatched: OVER, gone: OVER },
}
