/**
 * - `unconfirmed`: keys exist, but the device has not proved itself yet (host side only); may open, never seal
 * - `open`: both directions work
 * - `finished`: ended by an authenticated CLOSE
 * - `lost`: the socket ended without CLOSE, so the end is nobody's word
 * - `dead`: something did not check out; keys are gone
 */
export type ChannelState = 'unconfirmed' | 'open' | 'finished' | 'lost' | 'dead'

/**
 * - `frame`: a frame of the peer opened
 * - `close`: a CLOSE was sealed or opened
 * - `end`: the socket ended
 * - `failure`: a check failed, or the owner gave the channel up
 */
export type ChannelEvent = 'frame' | 'close' | 'end' | 'failure'

/** What happens to a channel, without a missing case. */
export const CHANNEL_TABLE: Readonly<Record<ChannelState, Readonly<Record<ChannelEvent, ChannelState>>>> = {
  unconfirmed: { frame: 'open', close: 'finished', end: 'lost', failure: 'dead' },
  open: { frame: 'open', close: 'finished', end: 'lost', failure: 'dead' },
  finished: { frame: 'finished', close: 'finished', end: 'finished', failure: 'finished' },
  lost: { frame: 'lost', close: 'lost', end: 'lost', failure: 'lost' },
  dead: { frame: 'dead', close: 'dead', end: 'dead', failure: 'dead' },
}

/** True while keys are held. */
export function isLive(state: ChannelState): boolean {
  return state === 'unconfirmed' || state === 'open'
}
