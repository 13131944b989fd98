/**
 * Where a request stands on a device.
 * - `pending`: it waits for a person
 * - `sending`: this device has decided; nobody has said that it arrived
 * - `received`: the host has the decision and is applying it
 * - `applied`: the host's receipt is here: the only state that shows as done
 * - `answered-elsewhere`: another device was first
 * - `expired`: the offer under which it was decided ran out; the request itself still waits
 * - `superseded`: it no longer waits for anybody: its turn ended, or the agent took it back
 * - `failed`: the decision was refused or lost; it can be sent again
 */
export type RequestState =
  | 'pending'
  | 'sending'
  | 'received'
  | 'applied'
  | 'answered-elsewhere'
  | 'expired'
  | 'superseded'
  | 'failed'

/**
 * What a device learns about a request.
 * - `send`: the person decided here, or decided again
 * - `receive`: the host says that it has the decision
 * - `apply`: the receipt of this device's decision
 * - `elsewhere`: `request-gone` by another device, or the refusal `request.settled`
 * - `expire`: the refusal `decision.expired`
 * - `withdraw`: `request-gone` with outcome `withdrawn`, or the refusals `request.unknown` and `decision.agent_gone`
 * - `fail`: any other refusal, or the channel ended before a receipt
 * - `list`: an overview or `request` shows it as waiting
 */
export type RequestEvent =
  | 'send'
  | 'receive'
  | 'apply'
  | 'elsewhere'
  | 'expire'
  | 'withdraw'
  | 'fail'
  | 'list'

type Row = Readonly<Record<RequestEvent, RequestState | null>>

const over: Row = {
  send: null,
  receive: null,
  apply: null,
  elsewhere: null,
  expire: null,
  withdraw: null,
  fail: null,
  list: null,
}

const again: Row = {
  send: 'sending',
  receive: null,
  apply: 'applied',
  elsewhere: 'answered-elsewhere',
  expire: null,
  withdraw: 'superseded',
  fail: null,
  list: 'pending',
}

/**
 * A request on a device: state × event, no case missing. Null means that nothing changes. A list that is older than
 * the receipt can't bring a finished request back; a receipt that comes after a failure still counts.
 */
export const REQUEST_TABLE: Readonly<Record<RequestState, Row>> = {
  pending: {
    send: 'sending',
    receive: null,
    apply: null,
    elsewhere: 'answered-elsewhere',
    expire: null,
    withdraw: 'superseded',
    fail: null,
    list: null,
  },
  sending: {
    send: null,
    receive: 'received',
    apply: 'applied',
    elsewhere: 'answered-elsewhere',
    expire: 'expired',
    withdraw: 'superseded',
    fail: 'failed',
    list: null,
  },
  received: {
    send: null,
    receive: null,
    apply: 'applied',
    elsewhere: 'answered-elsewhere',
    expire: 'expired',
    withdraw: 'superseded',
    fail: 'failed',
    list: null,
  },
  applied: over,
  'answered-elsewhere': over,
  superseded: over,
  expired: again,
  failed: again,
}

/** The state after an event; the same one where the event changes nothing. */
export const nextRequestState = (state: RequestState, event: RequestEvent): RequestState =>
  REQUEST_TABLE[state][event] ?? state

/** May the person decide now? */
export const canDecide = (state: RequestState): boolean => REQUEST_TABLE[state].send !== null
