import { type Risk, visible } from '@hearth/shared/session'
import type { SlotChoice } from './slot.ts'

/** What people read in notifications. */
export const notice = {
  allow: 'Allow',
  deny: 'Deny',
  review: 'Review',
  open: 'Open',
  unread: 'Something needs you',
  unreadMore: 'Hearth could not read what was sent. Open it to see what waits.',
  long: 'Too long to show here. Review it to see all of it.',
  sending: (choice: SlotChoice): string => (choice === 'allow' ? 'Allowing…' : 'Denying…'),
  sendingMore: 'The host has not answered yet.',
  done: (choice: SlotChoice): string => (choice === 'allow' ? 'Allowed' : 'Denied'),
  failed: (why: string): string => `Not applied: ${sentence(why)}`,
  barred: (why: string): string => `Nothing was decided: ${sentence(why)}`,
  unsure: 'It is not known whether the host has applied it',
  waits: 'It was lost on the way, and the request still waits',
  over: 'No longer needed',
  test: 'Notifications work',
  testMore: (host: string): string => `Sent by ${visible(host)}`,
  risk: (risk: Risk, reason: string | undefined): string =>
    reason === undefined ? `Risk ${risk} of 4` : `Risk ${risk} of 4: ${visible(reason)}`,
} as const

/** Why a decision can't be made from a notification. */
export const barred = {
  changed: 'it has changed since it was shown, review it',
  risk: 'this takes a look at the whole request',
  ceiling: 'its risk is above what this device may allow',
  right: 'this device may not decide',
  notOffered: 'the host lets nobody allow it',
  unreadable: 'this version can’t read it',
  passkey: 'allowing it takes a passkey',
} as const

/** Who answered it, where that is known. */
export const answered = (outcome: string | null, by: string | null): string => {
  if (outcome === 'withdrawn') return notice.over
  const verb = outcome === 'allowed' ? 'Allowed' : outcome === 'denied' ? 'Denied' : 'Answered'
  return by === null ? `${verb} on another device` : `${verb} on ${visible(by)}`
}

const OUTCOMES: ReadonlySet<string> = new Set(['allowed', 'denied', 'answered', 'withdrawn', 'unknown'])

/** What a host says became of a request: an outcome of the protocol, or words of its own. */
export const goneWords = (how: string): string => (OUTCOMES.has(how) ? answered(how, null) : visible(how))

const sentence = (text: string): string => visible(text).replace(/\.$/, '')

/** What is asked, in a few words. */
export const asks = {
  verb: {
    command: 'Run a command',
    edit: 'Edit files',
    access: 'Use these paths',
    fetch: 'Fetch a page',
    mcp: 'Use a tool of an MCP server',
    mode: 'Work in another mode',
    other: 'Use a tool',
  },
  question: 'A question',
  plan: 'A plan waits for your approval',
  form: 'A form waits to be filled in',
  unknown: 'A request that can’t be shown here',
  ended: {
    completed: 'Done',
    failed: 'Failed',
    cancelled: 'Stopped',
    unknown: 'Stopped unexpectedly: you decide',
  },
} as const
