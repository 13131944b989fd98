import type { CallValue, Down, Up } from '@hearth/shared/protocol'
import type { DecidingChannel } from '../../requests/api.ts'
import type { Services } from '../services.ts'
import type { Subscriptions } from '../subscriptions.ts'
import type { Wire } from '../wire.ts'

/** What a handler may use: the host's services, and the channel that asks. */
export interface Context {
  readonly services: Services
  readonly channel: DecidingChannel
  readonly subscriptions: Subscriptions
  readonly wire: Wire
  /** Prompts of this channel that are being admitted. */
  readonly prompts: { admitting: number }
  send(message: Down): void
  /** There may be something new to send. */
  pump(): void
  /** Ends the channel so that the device begins anew. */
  giveUp(why: string): void
}

/** Messages that carry a call number and are answered by one `result` or `error` of that number. */
export type Call = Extract<Up, { call: number }>
/** Messages that are answered otherwise, or not at all. */
export type Note = Exclude<Up, Call>

/** The answer of a call: what goes into its `result`, or a message of its own that carries the number. */
export type Answer<T extends Call['t']> = T extends 'ask-offer'
  ? Extract<Down, { t: 'offer' }>
  : Extract<CallValue, { of: T }>

export type CallHandlers = {
  readonly [T in Call['t']]: (
    message: Extract<Call, { t: T }>,
    context: Context,
  ) => Answer<T> | Promise<Answer<T>>
}
export type NoteHandlers = {
  readonly [T in Note['t']]: (message: Extract<Note, { t: T }>, context: Context) => void
}
