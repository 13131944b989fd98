/**
 * Where a device's connection stands.
 * - `offline`: no connection; the next attempt is due after the back-off
 * - `paused`: no connection and no attempt, because something holds it
 * - `dialling`: on the way to the relay
 * - `waiting`: at the relay; the host is not
 * - `handshaking`: M1 is sent
 * - `attaching`: the channel is open; the host's welcome and overview are due
 * - `live`: everything works
 * - `refused`: the relay or the host won't have this device; tried again all the same, as a relay that has lost its
 *   memory refuses too until the host is back
 * - `revoked`: the host said so in the channel itself; over
 * - `closed`: over by our own wish
 */
export type ConnectionState =
  | 'offline'
  | 'paused'
  | 'dialling'
  | 'waiting'
  | 'handshaking'
  | 'attaching'
  | 'live'
  | 'refused'
  | 'revoked'
  | 'closed'

/**
 * - `dial`: an attempt begins
 * - `line`: logged in at the relay
 * - `pipe`: M1 is on its way to the host
 * - `shaken`: M2 checked out
 * - `attached`: welcome and overview are here
 * - `gone`: the host left; the relay did not
 * - `lost`: the attempt or connection ended
 * - `refuse`: as lost, but by somebody's decision
 * - `revoke`, `hold`, `release`, `close`
 */
export type ConnectionEvent =
  | 'dial'
  | 'line'
  | 'pipe'
  | 'shaken'
  | 'attached'
  | 'gone'
  | 'lost'
  | 'refuse'
  | 'revoke'
  | 'hold'
  | 'release'
  | 'close'

type Row = Readonly<Record<ConnectionEvent, ConnectionState>>

/** What is the same in every state with a connection or an attempt. */
const ends = {
  lost: 'offline',
  refuse: 'refused',
  revoke: 'revoked',
  hold: 'paused',
  close: 'closed',
} as const

const only = (state: ConnectionState): Row => ({
  dial: state,
  line: state,
  pipe: state,
  shaken: state,
  attached: state,
  gone: state,
  lost: state,
  refuse: state,
  revoke: state,
  hold: state,
  release: state,
  close: 'closed',
})

/** What happens to a connection: state × event, no case missing. The same state means that nothing changes. */
export const CONNECTION_TABLE: Readonly<Record<ConnectionState, Row>> = {
  offline: { ...only('offline'), dial: 'dialling', refuse: 'refused', revoke: 'revoked', hold: 'paused' },
  paused: { ...only('paused'), revoke: 'revoked', release: 'offline' },
  dialling: { ...only('dialling'), ...ends, line: 'waiting' },
  waiting: { ...only('waiting'), ...ends, pipe: 'handshaking' },
  handshaking: { ...only('handshaking'), ...ends, shaken: 'attaching', gone: 'waiting' },
  attaching: { ...only('attaching'), ...ends, attached: 'live', gone: 'waiting' },
  live: { ...only('live'), ...ends, gone: 'waiting' },
  refused: { ...only('refused'), dial: 'dialling', hold: 'paused', revoke: 'revoked' },
  revoked: only('revoked'),
  closed: only('closed'),
}

/** Is there a channel through which something can be sent? */
export const hasChannel = (state: ConnectionState): boolean => state === 'attaching' || state === 'live'

/** Is it over for good? */
export const isOver = (state: ConnectionState): boolean => state === 'revoked' || state === 'closed'
