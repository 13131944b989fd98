/**
 * One device's pipe, seen from the host.
 * - `waiting`: nothing was received; M1 is due
 * - `answering`: M1 is being answered
 * - `unconfirmed`: M2 is sent; until the device's first frame opened nothing else may be sent or done
 * - `greeting`: frames open; the device's hello is due
 * - `live`: everything works
 * - `ended`
 */
export type PipeState = 'waiting' | 'answering' | 'unconfirmed' | 'greeting' | 'live' | 'ended'

/**
 * - `message`: bytes arrived
 * - `answered`: M2 is ready
 * - `opened`: the first frame opened
 * - `greeted`: the hello checked out
 * - `timeout`: the handshake took too long
 * - `end`: the pipe ended, or something did not check out
 */
export type PipeEvent = 'message' | 'answered' | 'opened' | 'greeted' | 'timeout' | 'end'

/** The next state; `refuse` is an end for which the other side is to blame. */
export type PipeStep = PipeState | 'refuse'

/** What happens to a pipe, without a missing case. */
export const PIPE_TABLE: Readonly<Record<PipeState, Readonly<Record<PipeEvent, PipeStep>>>> = {
  waiting: {
    message: 'answering',
    answered: 'refuse',
    opened: 'refuse',
    greeted: 'refuse',
    timeout: 'refuse',
    end: 'ended',
  },
  answering: {
    message: 'refuse',
    answered: 'unconfirmed',
    opened: 'refuse',
    greeted: 'refuse',
    timeout: 'refuse',
    end: 'ended',
  },
  unconfirmed: {
    message: 'unconfirmed',
    answered: 'refuse',
    opened: 'greeting',
    greeted: 'refuse',
    timeout: 'refuse',
    end: 'ended',
  },
  greeting: {
    message: 'greeting',
    answered: 'refuse',
    opened: 'greeting',
    greeted: 'live',
    timeout: 'refuse',
    end: 'ended',
  },
  live: {
    message: 'live',
    answered: 'refuse',
    opened: 'live',
    greeted: 'refuse',
    timeout: 'live',
    end: 'ended',
  },
  ended: {
    message: 'ended',
    answered: 'ended',
    opened: 'ended',
    greeted: 'ended',
    timeout: 'ended',
    end: 'ended',
  },
}
