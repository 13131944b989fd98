import type { ErrorCode } from '@hearth/shared/protocol'
import type { Tone } from '../../ui/Dot.tsx'
import type { StatusAction } from './status-words.ts'

/** One way in which things can stand: what to call it, what it means, what to do. */
export interface Trouble {
  /** Unset: as the connection's state has it. */
  readonly tone?: Tone
  /** Two or three words. */
  readonly short: string
  /** A little longer, where there is room. */
  readonly line?: string
  readonly meaning: string
  readonly advice: string | null
  readonly action: StatusAction | null
  /** When the host was last heard says more than anything else. */
  readonly tellsLastSeen?: boolean
}

/** Codes with which a link can be without its host. */
export type LinkTrouble =
  | Extract<
      ErrorCode,
      | 'relay.unreachable'
      | 'relay.login_refused'
      | 'relay.refused'
      | 'relay.room_taken'
      | 'relay.rate'
      | 'relay.too_many'
      | 'relay.protocol'
      | 'relay.store'
      | 'host.unreachable'
      | 'link.timeout'
      | 'link.lost'
      | 'link.handshake'
      | 'link.version'
      | 'link.protocol'
      | 'link.revoked'
      | 'link.closed'
    >
  | 'replaced'

const KEEPS = 'Sessions go on at the host. What was loaded can be read here; prompts wait and are sent later.'

export const LIVE: Trouble = {
  short: 'Live',
  meaning:
    'Everything works: prompts go to the host at once, and what agents do shows up here as it happens.',
  advice: null,
  action: null,
}

export const CONNECTING: Trouble = {
  tone: 'info',
  short: 'Connecting…',
  meaning: 'This device is on its way to the host.',
  advice: null,
  action: null,
}

export const WAITING: Trouble = {
  tone: 'idle',
  short: 'Host is away',
  meaning: `The relay is there, the host isn’t: it is asleep, off, or its host agent doesn’t run. Prompts wait here and are sent when it is back.`,
  advice: 'In Hearth’s folder on the host, run: npm start',
  action: 'look',
}

export const PAUSED: Trouble = {
  tone: 'idle',
  short: 'Paused',
  meaning: 'The browser has put this page to sleep. It connects again when you look at it.',
  advice: null,
  action: 'look',
}

export const DEVICE_OFFLINE: Trouble = {
  tone: 'warn',
  short: 'No network',
  line: 'This device has no network',
  meaning: KEEPS,
  advice: 'Connect this device to a network; the rest follows by itself.',
  action: 'look',
}

export const EXPIRED: Trouble = {
  tone: 'danger',
  short: 'Pairing expired',
  meaning: 'The pairing of this device with the host has ended by its date. Nothing at the host is lost.',
  advice: 'In Hearth’s folder on the host, run npx hearth pair, and pair this device again.',
  action: 'pair',
}

export const AUDIT: Trouble = {
  tone: 'danger',
  short: 'Audit record differs',
  meaning:
    'The host’s record of decisions does not continue what this device has seen. It was restored from a backup, or somebody changed it.',
  advice:
    'On the host, look with npx hearth status. If you can’t explain the difference, allow nothing from here.',
  action: null,
}

/** Every way to be without a host, by what was said about it. */
export const TROUBLE: Readonly<Record<LinkTrouble, Trouble>> = {
  'relay.unreachable': {
    short: 'No relay',
    line: 'The relay doesn’t answer',
    meaning: KEEPS,
    advice:
      'Tried again all the time. If it stays so: is the relay running, and can this device reach its address?',
    action: 'look',
  },
  'relay.login_refused': {
    tone: 'danger',
    short: 'Login refused',
    line: 'The relay refused this device’s login',
    meaning: 'Most often a clock is wrong: logins are good for a minute. Everything else is as it was.',
    advice: 'Set this device’s clock to the right time; it then connects by itself.',
    action: 'look',
  },
  'relay.refused': {
    tone: 'warn',
    short: 'Not let in',
    line: 'The relay knows no such host for this device',
    meaning:
      'Either the host hasn’t been at this relay since the relay was started, or it has removed this device. What was loaded can be read.',
    advice:
      'On the host, run npm start, and see with npx hearth devices whether this device is listed. If it isn’t, pair again.',
    action: 'pair',
    tellsLastSeen: true,
  },
  'relay.room_taken': {
    tone: 'danger',
    short: 'Wrong host',
    line: 'Another host holds this place at the relay',
    meaning: 'Another key has registered under this host’s id. Nothing was sent to it.',
    advice: 'Ask whoever runs the relay, or let the host use another one.',
    action: null,
  },
  'relay.rate': {
    short: 'Slowed down',
    line: 'The relay asks to wait',
    meaning: 'Too much came from this device at once. It goes on by itself in a moment.',
    advice: null,
    action: null,
  },
  'relay.too_many': {
    short: 'Relay is full',
    line: 'Too many connections at the relay',
    meaning:
      'The relay takes no more connections from this device or address for now. It is tried again by itself.',
    advice: 'Close other windows of Hearth, or wait a minute.',
    action: 'look',
  },
  'relay.protocol': {
    tone: 'danger',
    short: 'Not a relay',
    line: 'What answers there is not this relay',
    meaning:
      'Something else answers at the relay’s address, or a very different version of it. Nothing readable was sent.',
    advice: 'Check the relay’s address below. If the relay has moved, pair again through the new one.',
    action: 'pair',
  },
  'relay.store': {
    short: 'Relay in trouble',
    line: 'The relay can’t reach its database',
    meaning: KEEPS,
    advice: 'Whoever runs the relay has to look; it is tried again by itself.',
    action: 'look',
  },
  'host.unreachable': WAITING,
  'link.timeout': {
    short: 'Reconnecting…',
    meaning: `The host didn’t answer in time. ${KEEPS}`,
    advice: null,
    action: 'look',
    tellsLastSeen: true,
  },
  'link.lost': {
    short: 'Reconnecting…',
    meaning: `The connection was cut. ${KEEPS}`,
    advice: null,
    action: 'look',
    tellsLastSeen: true,
  },
  'link.handshake': {
    tone: 'danger',
    short: 'Not the paired host',
    line: 'Not the host that was paired',
    meaning: 'What answered could not prove that it is the host you paired with, so nothing was sent to it.',
    advice:
      'If the host was set up anew, run npx hearth pair there and pair again. If it wasn’t, somebody is in between.',
    action: 'pair',
  },
  'link.version': {
    tone: 'danger',
    short: 'Update needed',
    line: 'Device and host don’t fit together',
    meaning: 'The versions of Hearth here and on the host share no language. Nothing is lost on either side.',
    advice: 'Update the older of the two; reload this page afterwards.',
    action: 'reload',
  },
  'link.protocol': {
    tone: 'danger',
    short: 'Not understood',
    line: 'The host said something unknown',
    meaning:
      'The host sent what this version has no place for, so the connection was ended. It is tried again by itself.',
    advice: 'If it happens again, update Hearth here and on the host.',
    action: 'reload',
  },
  'link.revoked': {
    tone: 'danger',
    short: 'Revoked',
    line: 'The host has revoked this device',
    meaning:
      'This device can no longer see or do anything at the host. What was loaded can be read until you forget the host.',
    advice: 'If that was a mistake, run npx hearth pair on the host and pair again.',
    action: 'pair',
  },
  'link.closed': {
    tone: 'idle',
    short: 'Closed',
    meaning: 'This page has ended its connection.',
    advice: null,
    action: 'reload',
  },
  replaced: {
    tone: 'idle',
    short: 'Open elsewhere',
    line: 'Another window has taken over',
    meaning:
      'The same device is connected from another window or tab, and one connection is enough. Nothing is lost.',
    advice: null,
    action: 'look',
  },
}
