import { type Clock as PlainClock, systemClock as plainClock } from '../sessions/clock.ts'

/** Time as the uplink sees it, so that tests decide when it passes. */
export interface Clock extends PlainClock {
  /** A number in [0, 1), for jitter only. */
  random(): number
}

/** The machine's clock. */
export const systemClock: Clock = { ...plainClock, random: Math.random }
