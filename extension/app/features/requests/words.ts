import type { RequestContent } from '@hearth/shared/link'
import type { Right } from '@hearth/shared/protocol'
import type { PermissionFacts, Question, RequestAction, RequestState, Risk } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { REQUEST_CARD_LIMITS } from './limits.ts'

/** What people read on request cards. */

const count = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${n} ${many}`)

/** What would be done, in words. Of access the host knows the place, not whether it reads or writes. */
export const verbOf = ({ action, risk }: { action: RequestAction; risk: Risk }): string => {
  switch (action.type) {
    case 'command':
      return 'Run a command'
    case 'edit':
      return `Edit ${count(action.files.length, 'file', 'files')}`
    case 'access':
      return risk > 2 ? 'Use paths outside the worktree' : 'Use paths in the worktree'
    case 'fetch':
      return 'Fetch a page'
    case 'mcp':
      return 'Use a tool of an MCP server'
    case 'mode':
      return 'Work in another mode'
    case 'other':
      return 'Use a tool'
  }
}

const RISK: Readonly<Record<Risk, string>> = {
  1: 'only reads',
  2: 'changes files in the worktree',
  3: 'can reach beyond the worktree',
  4: 'destructive, or can’t be undone',
}
/** Allowing it takes a held press, and a code to compare. */
export const isGrave = (risk: Risk): boolean => risk >= REQUEST_CARD_LIMITS.holdFromRisk.value

const riskWords = (risk: Risk): string => `Risk ${risk} of 4: ${RISK[risk]}`
/** Beside a mark that gives the number. */
export const riskMeans = (risk: Risk): string => RISK[risk].replace(/^./, (first) => first.toUpperCase())
export const riskShort = (risk: Risk): string => `Risk ${risk} of 4`

/** Where the wish comes from; the prompt alone needs no warning. */
export const PROVENANCE: Readonly<
  Record<PermissionFacts['provenance'], { readonly text: string; readonly warn: boolean }>
> = {
  user: { text: 'A prompt of yours', warn: false },
  web: { text: 'This turn has read text from a web page: someone else may have asked for it', warn: true },
  repo: { text: 'This turn has read text from a repository: someone else may have asked for it', warn: true },
}

export const card = {
  wants: 'wants to',
  command: 'The exact command',
  diffOf: 'The exact change',
  noDiff: 'The host was given no diff of this file',
  noFiles: 'The agent named no file',
  paths: 'The exact paths',
  url: 'The exact address',
  detail: 'All that the agent said about it',
  cwd: 'In',
  risk: 'Risk',
  from: 'From',
  words: (n: number): string => `How the words are split (${n})`,
  notSplit: 'Not one simple command: the shell decides how it is split and what it runs.',
  emptyWord: 'empty',
  files: 'Runs these files',
  env: 'Environment changes',
  envRemoved: 'removed',
  parts: (n: number): string => (n === 1 ? 'Runs:' : `Runs ${n} commands:`),
  server: 'MCP server',
  tool: 'Tool',
  input: 'The exact input',
  noInput: 'No input',
  modeFrom: 'Now',
  modeTo: 'After this',
  modeUnknown: 'not told',
  modeWarning:
    'In another mode the agent may do things without asking anybody. What it does not ask for, Hearth can’t stop.',
  code: 'Code',
  codeNote: 'The host shows the same.',
  hash: (sha256: string): string => `sha256 ${sha256.slice(0, 12)}…`,
  agentSays: 'The agent’s own words, not checked:',
  more: 'Show more',
  less: 'Show less',
  details: 'Details',
  changed: 'This request has changed since it was first shown here. Read it again.',
} as const

/** Rows of the fold "Details". */
export const DETAIL = {
  tool: 'Tool',
  call: 'Call',
  turn: 'Turn',
  inode: 'Folder’s device and inode',
  asked: 'Asked at',
  request: 'Request',
  epoch: 'Rules and rights as of',
} as const

/** Size of a file in words; exact in bytes. */
export const sizeWords = (size: number): string => count(size, 'byte', 'bytes')

/** What a press shows of a folded text. */
export const showAll = (text: string): string => {
  const lines = text.split('\n').length
  return lines > 1 ? `Show all ${lines} lines` : `Show all ${text.length} characters`
}

/** How long it has waited; both in ms of the device's clock. */
export const waited = (at: number | null, now: number): string => {
  if (at === null) return 'Waiting'
  const minutes = Math.floor(Math.max(0, now - at) / 60_000)
  if (minutes < 1) return 'Waiting less than a minute'
  if (minutes < 60) return `Waiting ${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `Waiting ${hours} h` : `Waiting ${Math.floor(hours / 24)} days`
}

/** The same for the margin of a row. */
export const waitedShort = (at: number | null, now: number): string =>
  at === null ? '' : waited(at, now).replace('Waiting less than a minute', 'now').replace('Waiting ', '')

export const button = {
  allow: 'Allow once',
  deny: 'Deny',
  sendDeny: 'Deny and tell the agent',
  back: 'Back',
  askAgain: 'Ask again',
  tryAgain: 'Try again',
  submit: 'Send answers',
  submitOne: 'Send answer',
  skip: 'Skip: answer nothing',
  skipNote: 'The agent is told that you don’t want to answer.',
  hold: 'press and hold',
  holdOn: 'keep holding',
  holdAloud: 'Hold it down until it is full. With assistive technology, press it a second time.',
  passkey: 'Allow with passkey',
  approve: 'Approve the plan',
  changes: 'Ask for changes…',
  sendChanges: 'Send the changes',
  turnDown: 'Turn it down',
  sendForm: 'Send the form',
} as const

/** What stands behind the button between Deny and Allow. */
export const more = {
  text: 'More',
  label: 'More choices',
  byRule: 'Allow by a rule…',
  byRuleNote: 'This and its like, from now on',
  byRuleUnread: 'Once you have seen all of it',
  denyWith: 'Deny with a reason…',
  denyWithNote: 'The agent reads it and goes on',
  denyStop: 'Deny and stop',
  denyStopNote: 'Ends the turn as well',
} as const

/** Why a button does not take a press yet. */
export const hold = {
  folded: 'See all of it before you allow it.',
  unread: 'Read to its end before you allow it.',
  goOn: 'Go on',
  incomplete: 'Answer every question first.',
} as const

export const reason = {
  title: 'Deny with a reason',
  label: 'Why not, or what to do instead',
  hint: 'The agent reads this.',
} as const
export const charactersLeft = (left: number): string => `${count(left, 'character', 'characters')} left`

/** What a plan, a form or something unknown says. */
export const plan = {
  says: 'The agent’s plan, in its own words:',
  note: 'Approving lets the agent go on. Each step that needs it still asks for itself.',
  title: 'Ask for changes',
  changes: 'What to change',
  hint: 'The agent reads this and makes another plan.',
} as const

export const form = {
  says: 'The agent asks, in its own words:',
  optional: 'optional',
  choose: 'Choose…',
  none: 'None',
  yes: 'Yes',
  wrong: 'Some fields are missing or do not fit.',
  note: 'What you write goes to the agent as it is. Don’t give passwords or keys.',
} as const

export const unknownRequest = {
  title: 'A request of an unknown kind',
  text: 'The host can’t tell what this would do, so nobody can allow it. You can turn it down here, or answer it in the agent itself.',
  source: (source: string): string => `From ${visible(source)}`,
  detail: 'All that the agent said about it',
} as const

/** What keeps everybody from allowing now. */
export const braked = {
  paused: 'The host is paused: nothing can be allowed. Denying works.',
  pausedPlan: 'The host is paused: no plan can be approved. Asking for changes and turning it down work.',
  shutOut: 'This device was shut out: it can decide nothing. The owner can let it in again at the host.',
  passkey: (max: number, risk: Risk): string =>
    `This device may allow up to risk ${max}; this is risk ${risk}, so you confirm it with your passkey.`,
} as const

const classOf = (right: number): string =>
  right >= 4
    ? 'an extension that may allow up to risk 4'
    : `a device that may allow up to risk ${right === 3 ? '3' : `${right}`}`

/** Why this device may not allow a request at all. */
export const cannot = {
  ceiling: (max: number, risk: Risk): string =>
    `This device may allow up to risk ${max}; this is risk ${risk}. Allow it at the host, or from ${classOf(risk)}.`,
  /** The same where a passkey would do. */
  yet: (max: number, risk: Risk): string =>
    `${cannot.ceiling(max, risk)} With a passkey this device may, too: register one under Connections, “This device…”.`,
  right:
    'The host has not given this device the right to allow requests. Allow it at the host, or from a device that may.',
  notOffered: 'The host lets nobody allow this. It can only be denied.',
  unknown: 'This device has not heard from the host yet what it may allow.',
  question: (needs: Right): string =>
    `The host has not given this device the right to answer (“${needs}”). Answer at the host, or from a device that may.`,
} as const

/** How a request stands, as a line: nothing but `applied` says that it is done. */
export const STANDING: Readonly<Record<RequestState, string>> = {
  pending: 'Waits for you',
  sending: 'Sending your decision…',
  received: 'The host has it and is applying it…',
  applied: 'Done',
  'answered-elsewhere': 'Answered on another device',
  expired: 'It came too late and was not applied. The request still waits.',
  superseded: 'No longer needed: the turn ended, or the agent took it back.',
  failed: 'It was not applied.',
}

/** The same while answers are under way. */
export const sendingAnswer = 'Sending your answer…'
export const slow = 'Still sending: the host has not said yet that it has your decision.'
export const slowReceived = 'Still being applied: the host has not said that it is done.'
/** The connection ended between: the device can't know. */
export const unsure = 'It is not known whether the host has applied it.'
export const notApplied = 'Nothing was decided.'

export const elsewhere = (outcome: string, name: string | null): string =>
  name === null ? `${outcome} on another device` : `${outcome} on ${visible(name)}`

export const unreadable = {
  title: 'A request that can’t be shown here',
  text: 'Something of it is not understood by this version, so it can’t be decided here. Decide it at the host, or update this app.',
  why: (why: string): string => `Why: ${visible(why)}.`,
} as const

export const question = {
  title: (n: number): string => (n === 1 ? 'A question' : `${n} questions`),
  step: (at: number, of: number): string => `Question ${at} of ${of}`,
  one: 'Choose one',
  many: 'Choose any',
  oneOrOwn: 'Choose one, or write your own',
  manyOrOwn: 'Choose any, or write your own',
  ownOnly: 'Write your answer',
  own: 'Your own answer',
  next: 'Next question',
  previous: 'Previous question',
  none: 'There is nothing to choose from. You can skip it.',
} as const

/** How a question wants to be answered. */
export const questionHow = ({ options, multiple, custom }: Question): string => {
  if (options.length === 0) return custom ? question.ownOnly : question.none
  if (multiple) return custom ? question.manyOrOwn : question.many
  return custom ? question.oneOrOwn : question.one
}

export const dock = {
  waiting: (n: number): string => (n === 1 ? 'Waits for you' : `${n} requests wait for you`),
  others: (n: number): string => (n === 1 ? '1 more waits' : `${n} more wait`),
  enlarge: 'Show it on the whole screen',
  region: 'Requests',
} as const

/** Requests that are answered in words, but no questions. */
export const asked = {
  plan: 'Approve a plan',
  form: 'Fill in a form',
  unknown: 'Something unknown',
} as const

export const screen = {
  title: 'Request',
  home: 'Home',
  back: 'Back',
  session: 'Open the session',
  next: (n: number): string => (n === 1 ? 'Next: 1 more waits' : `Next: ${n} more wait`),
  goneTitle: 'This request is gone',
  gone: 'It was answered, or its turn ended, while it was not on this screen. Nothing is left to decide.',
  noHostTitle: 'This host is not paired here',
  noHost: 'The request belongs to a host that this device does not know, or no longer knows.',
  looking: 'Looking for the request…',
  lookingSlow: 'The host does not answer. The request waits there until somebody decides.',
  offline: 'Not connected to the host. A decision can be sent when the connection is back.',
} as const

/** What is said aloud once when something waits in the open session. */
export const announcementOf = (content: RequestContent): string => {
  switch (content.kind) {
    case 'permission':
      return `Approval needed: ${verbOf(content.facts)}. ${riskWords(content.facts.risk)}.`
    case 'question':
      return count(content.questions.length, 'question of the agent waits.', 'questions of the agent wait.')
    case 'plan':
      return 'A plan waits for your approval.'
    case 'form':
      return 'A form of the agent waits.'
    case 'unknown':
    case 'unreadable':
      return 'A request waits that can’t be shown here.'
  }
}
