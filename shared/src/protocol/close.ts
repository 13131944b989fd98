/** Why a pipe or a line was closed. Numbers are on the wire: never reuse one. */
export const Close = {
  /** Normal end. */
  done: 4000,
  /** The other side left: the host or device is no longer connected to the relay. */
  peerGone: 4001,
  /** The network broke: the connection ended without a word. Never sent, only concluded. */
  lost: 4002,
  /** Not allowed to meet this host, or no longer. */
  refused: 4003,
  /** The device was revoked. */
  revoked: 4004,
  /** A newer connection of the same party took over. */
  replaced: 4005,
  /** Took too long to log in or to shake hands. */
  timeout: 4008,
  /** A message above the size limit. */
  tooBig: 4009,
  /** Too many frames a second. */
  rate: 4010,
  /** The peer reads too slowly and the queue is full. */
  slow: 4011,
  /** Said something that the protocol has no place for. */
  protocol: 4012,
  /** The relay or host is shutting down. */
  goingAway: 4013,
  /** The version is not spoken here. */
  version: 4014,
} as const
export type CloseCode = (typeof Close)[keyof typeof Close]

/** The name of a close code, for logs and errors. */
export const closeName = (code: number): string =>
  Object.entries(Close).find(([, value]) => value === code)?.[0] ?? `code ${code}`
