import { isFinished, type RequestView } from '@hearth/shared/link'
import type { SessionSummary } from '@hearth/shared/protocol'
import { isSettled } from '@hearth/shared/session'
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

/** Something that needs a person: a request that waits, or a session whose turn ended badly. `at`: device clock, ms. */
export type Need =
  | {
      readonly kind: 'request'
      readonly key: string
      readonly host: string
      readonly request: string
      readonly at: number
    }
  | { readonly kind: 'ended'; readonly key: string; readonly row: Row }

/** A host's requests with how its clock differs from the device's, ms. */
export interface HostRequests {
  readonly id: string
  readonly skew: number
  readonly requests: ReadonlyMap<string, RequestView>
}

/** When it was asked, by the host's clock. One that can't be read may be old: it goes first. */
const askedAt = ({ content }: RequestView): number => {
  if (content.kind === 'permission') return content.facts.createdAt
  return content.kind === 'question' ? content.createdAt : 0
}

const byAge = (a: { at: number; key: string }, b: { at: number; key: string }): number =>
  a.at - b.at || (a.key < b.key ? -1 : 1)

/** All that needs a person: requests, the one that waits longest first; then sessions that ended badly, newest first. */
export const needsOf = (
  hosts: readonly HostRequests[],
  rows: readonly Row[],
  bad: (row: Row) => boolean,
): Need[] => {
  const requests = hosts.flatMap(({ id: host, skew, requests }) =>
    [...requests.values()]
      .filter(({ state }) => !isFinished(state))
      .map(
        (view): Extract<Need, { kind: 'request' }> => ({
          kind: 'request',
          key: `request/${host}/${view.id}`,
          host,
          request: view.id,
          at: askedAt(view) - skew,
        }),
      ),
  )
  const ended = rows
    .filter((row) => !row.session.archived && bad(row))
    .map((row): Need => ({ kind: 'ended', key: `ended/${row.key}`, row }))
  return [...requests.sort(byAge), ...ended]
}
