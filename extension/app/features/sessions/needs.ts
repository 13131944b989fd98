import type { SessionSummary } from '@hearth/shared/protocol'
import { isSettled } from '@hearth/shared/session'
import type { PendingOne } from '../requests/pending.ts'
import type { Row } from './rows.ts'

/** What this device last saw of a session: up to where, and whether a choice of a person was still due there. */
export interface Seen {
  readonly seq: number
  readonly choice: boolean
}

/** Has something ended since it was last looked at? What ended before this device was paired is no news. Times in ms. */
export const isUnread = (
  { state, seq }: Pick<SessionSummary, 'state' | 'seq'>,
  seen: Seen | null,
  { at, pairedAt }: { at: number; pairedAt: number },
): boolean => {
  if (state === null || !isSettled(state)) return false
  return seen === null ? at > pairedAt : seq > seen.seq
}

/** Did the last turn end in a way that a person has to look at? */
export const endedBadly = (state: SessionSummary['state'], seen: Seen | null, unread: boolean): boolean => {
  if (state === 'unknown') return seen === null || unread || seen.choice
  return state === 'failed' && unread
}

/** Something that needs a person: a request that waits, or a session whose turn ended badly. */
export type Need =
  | { readonly kind: 'request'; readonly key: string; readonly one: PendingOne }
  | { readonly kind: 'ended'; readonly key: string; readonly row: Row }

/** All that needs a person: requests in the order of `pending`; then sessions that ended badly, newest first. */
export const needsOf = (
  pending: readonly PendingOne[],
  rows: readonly Row[],
  bad: (row: Row) => boolean,
): Need[] => [
  ...pending.map((one): Need => ({ kind: 'request', key: `request/${one.host.id}/${one.request.id}`, one })),
  ...rows
    .filter((row) => !row.session.archived && bad(row))
    .map((row): Need => ({ kind: 'ended', key: `ended/${row.key}`, row })),
]
