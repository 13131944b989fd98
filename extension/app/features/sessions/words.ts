import { visible } from '@hearth/shared/session'
import { relativeTime } from '../../ui/relative-time.ts'
import type { Sight } from './sight.ts'

/** What a row says of a session: one line that means something. */
export const status = {
  approval: 'Needs approval',
  approvals: (n: number): string => `Needs ${n} approvals`,
  question: 'Asks a question',
  questions: (n: number): string => `Asks ${n} questions`,
  answers: (n: number): string => `Needs ${n} answers`,
  answer: 'Needs an answer',
  working: 'Working',
  starting: 'Starting',
  startingAgent: (agent: string): string => `Starting ${visible(agent)}`,
  agentMissing: (agent: string): string => `Waits: ${visible(agent)} is not installed`,
  agentFailed: (agent: string): string => `Waits: ${visible(agent)} does not start`,
  queued: (n: number): string => `${n} queued`,
  next: 'Starts next',
  unsent: (n: number): string => (n === 1 ? '1 prompt not sent yet' : `${n} prompts not sent yet`),
  unknown: 'Stopped unexpectedly: you decide',
  failed: 'Failed',
  stopped: 'Stopped',
  done: 'Done',
  fresh: 'Nothing asked yet',
  wasWorking: 'Was working',
  wasStarting: 'Was starting',
  asOf: (sight: Extract<Sight, { here: false }>, now: number): string =>
    sight.asOf === null ? 'not heard from yet' : `as of ${relativeTime(sight.asOf, now)}`,
}

/** Puts the parts of a line side by side. */
export const line = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ')

/** What stands around the list. */
export const home = {
  heading: 'Sessions',
  needs: 'Needs you',
  newSession: 'New session',
  search: 'Search sessions',
  searchHint: 'Title, project or branch',
  noMatch: (query: string): string => `No session has “${visible(query)}” in its title, project or branch.`,
  clear: 'Clear',
  byProject: 'By host and project',
  flat: 'Newest first',
  archived: (n: number): string => `Archived (${n})`,
  removedProject: 'A project that was removed',
  untitled: 'Untitled',
  more: (n: number): string => (n === 1 ? 'Show 1 more' : `Show ${n} more`),
  unread: 'Unread',
  menu: (title: string): string => `More for ${visible(title)}`,
  open: 'Open',
  rename: 'Rename',
  archive: 'Archive',
  restore: 'Restore',
  markRead: 'Mark as read',
  undo: 'Undo',
  retry: 'Try again',
  archivedList: 'Archived sessions',
  options: 'More',
  connections: 'Connections',
  pairAnother: 'Pair another host',
  opening: 'Opening what this device keeps',
  blocked: 'This browser won’t keep anything for Hearth',
  main: 'main checkout',
  sessionsIn: (name: string, n: number): string =>
    `${visible(name)}, ${n === 1 ? '1 session' : `${n} sessions`}`,
}

/** Renaming. */
export const rename = {
  heading: 'Rename session',
  label: 'Title',
  save: 'Save',
  cancel: 'Cancel',
  empty: 'A title needs at least one letter.',
}

/** What a host's part of the list says when it isn't just a list. */
export const notices = {
  connecting: (host: string): string => `Connecting to ${visible(host)}…`,
  connectingSlow: (host: string): string =>
    `Nothing is wrong on this device; ${visible(host)} or the way to it is slow.`,
  unknown: (host: string): string => `No word from ${visible(host)} yet`,
  unknownMore: (host: string): string =>
    `Nothing is known of its sessions on this device. Start the host agent on ${visible(host)}:`,
  unknownCommand: 'hearth up',
  away: (host: string, asOf: string): string =>
    `${visible(host)} is away. This is ${asOf}; prompts are kept here and sent when it is back.`,
  revoked: (host: string): string => `${visible(host)} has revoked this device`,
  revokedMore: 'Nothing can be sent any more. Pair it again to go on.',
  refused: (host: string): string => `The way to ${visible(host)} is refused`,
  refusedMore:
    'The relay or the host won’t have this device. It is tried again by itself; the status says more.',
  noProject: (host: string): string => `${visible(host)} has no project yet`,
  noProjectMore: 'A project is a git repository in which agents may work. Allow one on that machine:',
  noProjectCommand: 'hearth projects add <folder>',
  noSession: 'No session yet',
  noSessionMore:
    'A session is one conversation with an agent in a project. It works in a git worktree of its own, so nothing of yours is touched.',
  first: 'New session',
  agentMissing: (agent: string, host: string): string =>
    `${visible(agent)} is not installed on ${visible(host)}`,
  agentFailed: (agent: string, host: string): string =>
    `${visible(agent)} does not start on ${visible(host)}`,
  agentMore: 'On that machine, hearth doctor says what to do.',
  pair: 'Pair again',
  status: 'See the connection',
  noHost: 'No host yet',
  noHostMore:
    'A host is the machine on which your agents work. Start Hearth there, then pair this device with it.',
  noHostCommand: 'hearth up',
  pairHost: 'Pair a host',
}

/** A host's own line. */
export const host = {
  here: 'Connected',
  back: 'Reconnecting…',
  refused: 'Refused',
  revoked: 'Revoked',
  away: (sight: Sight, now: number): string =>
    sight.here || sight.asOf === null ? 'Away' : `Away, ${relativeTime(sight.asOf, now)}`,
}

/** A command to type on the host. */
export const command = {
  copy: 'Copy the command',
  copied: 'Copied',
  notCopied: 'This browser did not allow copying. Select the command and copy it by hand.',
}

/** What became of a change. */
export const change = {
  archived: (title: string): string => `Archived “${visible(title)}”`,
  restored: (title: string): string => `Restored “${visible(title)}”`,
}
