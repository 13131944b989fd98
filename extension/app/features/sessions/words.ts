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
  agentDisabled: (agent: string): string => `Waits: ${visible(agent)} is switched off on the host`,
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
  asOf: (sight: Extract<Sight, { here: false }>, now: number): string => {
    if (sight.asOf === null) return 'not heard from yet'
    const when = relativeTime(sight.asOf, now)
    return when === 'just now' ? 'as of a moment ago' : `as of ${when}`
  },
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
  rename: 'Rename',
  archive: 'Archive',
  restore: 'Restore',
  markRead: 'Mark as read',
  undo: 'Undo',
  retry: 'Try again',
  archivedList: 'Archived sessions',
  options: 'More',
  searchAll: 'Search all sessions',
  inbox: 'Inbox',
  notifications: 'Notifications',
  settings: 'Settings',
  connections: 'Connections',
  pairAnother: 'Pair another host',
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
    `Nothing is known of its sessions on this device. If it does not run, start it on ${visible(host)}, in Hearth’s folder:`,
  unknownCommand: 'npm start',
  away: (host: string, asOf: string): string =>
    `${visible(host)} is away. This is ${asOf}; prompts are kept here and sent when it is back.`,
  revoked: (host: string): string => `${visible(host)} has revoked this device`,
  revokedMore: 'Nothing can be sent any more. Pair it again to go on.',
  refused: (host: string): string => `The way to ${visible(host)} is refused`,
  refusedMore:
    'The relay or the host won’t have this device. It is tried again by itself; the status says more.',
  noProject: (host: string): string => `${visible(host)} has no project yet`,
  noProjectMore:
    'A project is a git repository in which agents may work. Allow one on that machine, in Hearth’s folder:',
  noProjectCommand: 'npx hearth projects add <folder>',
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
    'A host is the machine on which your agents work. Start Hearth there, in its folder, then pair this device with it.',
  noHostCommand: 'npm start',
  pairHost: 'Pair a host',
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

/** What can be done about a failure. */
export const failure = {
  retry: 'Try again',
  status: 'See the connection',
  pair: 'Pair again',
}

/** Making a session. */
export const create = {
  heading: 'New session',
  prompt: 'What should it do?',
  promptHint: 'The first line becomes the title. Empty is fine: ask later.',
  host: 'Host',
  project: 'Project',
  place: 'Where it works',
  places: [
    {
      value: 'worktree',
      label: 'A worktree of its own',
      mark: 'recommended',
      note: 'Its own branch: nothing of yours is touched.',
    },
    {
      value: 'main',
      label: 'The main checkout',
      note: 'It works in your own files, as they are now.',
    },
  ] as const,
  agentLabel: 'Agent',
  make: 'Make the session',
  start: 'Start',
  again: 'Try again',
  startOver: 'Change it: make another one',
  making: (place: 'worktree' | 'main', host: string): string =>
    place === 'worktree' ? `${visible(host)} makes the worktree…` : `${visible(host)} makes the session…`,
  slow: 'A big repository takes a while to check out. It goes on when you leave this page.',
  away: (host: string): string => `${visible(host)} is away`,
  awayMore: 'A session can be made when it is back. What you type is kept.',
  readOnly: (host: string): string => `This device may only read on ${visible(host)}`,
  readOnlyMore: 'Pair it again there with more rights to make sessions.',
  unasked: (why: string): string =>
    `The session is made, but the prompt could not be kept: ${visible(why)}. It stands in the session’s composer.`,
  adopt: (agent: string): string => `Continue a session made in ${visible(agent)} itself`,
}

/** Going on with a session of an agent's own program. */
export const foreign = {
  heading: (agent: string): string => `Sessions of ${agent}`,
  listing: (agent: string): string => `Asking ${agent} for its sessions…`,
  adopting: (title: string): string => `Taking over “${visible(title)}”…`,
  slow: 'An agent that was not running starts first.',
  none: (agent: string): string => `${agent} has no session in this project`,
  noneMore: 'Sessions made with the agent’s own program in this project’s folder show here.',
  cannot: (agent: string): string => `${agent} can’t list its sessions`,
  cannotMore: 'One that was made in its own terminal goes on there. Start a new one here.',
  about:
    'Made with the agent’s own program or another editor. Continue one here with its history, in the main checkout.',
  here: ' · here already: opens it',
  untitled: 'Untitled',
}
