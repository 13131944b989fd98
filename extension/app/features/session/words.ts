import type { ErrorCode } from '@hearth/shared/protocol'
import { HearthError } from '@hearth/shared/protocol'
import type { BlockStatus, Place, RequestOutcome, SessionState } from '@hearth/shared/session'
import { MAX_PROMPT_TEXT, visible } from '@hearth/shared/session'
import type { Tone } from '../../ui/Dot.tsx'

/** What people read on a session's screen. */
export const W = {
  session: 'Session',
  noHost: 'This device is not paired with that host',
  noHostNote: 'Pair it again, or open a session of another host.',
  gone: 'The host has no such session',
  goneNote: 'It may have been deleted there. Your other sessions are as they were.',
  ended: 'This session can’t be followed any more',
  tryThese: 'You could begin with one of these; nothing is sent before you press Send.',
  back: 'Back to all sessions',
  menu: 'More about this session',
  rename: 'Rename',
  renameTitle: 'Rename the session',
  name: 'Name',
  save: 'Save',
  archive: 'Archive',
  unarchive: 'Take out of the archive',
  archived: 'Archived.',
  archivedNote: 'This session is archived. It can still be read and goes on when you send something.',
  undo: 'Undo',
  copyId: 'Copy the session’s id',
  copied: 'Copied.',
  notCopied: 'This browser did not allow copying.',
  usage: 'Usage',
  untitled: 'Untitled session',
  loading: 'Loading the session…',
  loadingSlow: 'The host has not answered yet. What you type is kept and sent once it does.',
  loadingGone: 'This session was not loaded on this device before. What you type is kept here.',
  stale: 'Showing what this device has.',
  replaying: 'Catching up with the host.',
  transcript: 'Transcript',
  earlier: 'Load earlier turns',
  earlierLoading: 'Loading earlier turns…',
  earlierFailed: 'Earlier turns could not be loaded.',
  earlierHeld: 'Older turns are kept on the host.',
  beginning: 'The session begins here.',
  toLatest: 'Jump to latest',
  promptBefore: 'Previous prompt (Alt+↑)',
  promptBehind: 'Next prompt (Alt+↓)',
  turnMenu: 'More about this prompt',
  copyLink: 'Copy link to this turn',
  copyPrompt: 'Copy the prompt',
  copyAnswer: 'Copy the answer',
  find: 'Find in this session',
  findKeys: /mac/i.test(globalThis.navigator?.platform ?? '') ? '⌘F' : 'Ctrl+F',
  findLabel: 'Find in this session',
  findHint: 'Find…',
  findOlder: 'Older find (Enter)',
  findNewer: 'Newer find (Shift+Enter)',
  findClose: 'Close',
  finding: 'Looking…',
  findOffline: 'Only what is loaded here was searched: the host is away.',
  export: 'Export…',
  notThere: 'That turn is further back than this device holds, or it does not exist.',
  thisDevice: 'You',
  otherDevice: 'Another device',
  adopted: 'Earlier',
  reasoning: 'Reasoning',
  unknownKind: 'Something this version has no word for',
  unknownKindFrom: 'From',
  queued: 'Queued',
  sending: 'Sending…',
  willSend: 'Will be sent when the host is back',
  notSent: 'Kept here, not sent',
  dontSend: 'Don’t send',
  mayBeSent: 'It may have reached the host already. It shows here once the host answers.',
  refused: 'The host did not take this prompt:',
  editAgain: 'Edit again',
  inDraft: 'Its text is in the field below.',
  dismiss: 'Dismiss',
  image: 'Image of the prompt',
  imageBroken: 'An image that can’t be shown.',
  withdrawn: 'Taken back before it began',
  retried: 'Sent again',
  steered: 'Sent while it worked',
  subagent: 'What its sub-agent did',
  mayRead: 'This device may read here, not send. The person at the host can give it the right to.',
  prompt: 'Prompt',
  showAll: 'Show all',
  showLess: 'Show less',
  placeholderRunning: 'Queue the next prompt…',
  send: 'Send',
  queue: 'Queue',
  stop: 'Stop',
  stopping: 'Stopping…',
  stopFailed: 'The turn could not be stopped:',
  notKept: 'Not sent; your text is still here.',
  plan: 'Plan',
  planDone: 'All steps done',
  retry: 'Retry',
  abandon: 'Abandon',
  retryNote: 'Retry sends the prompt again as a new turn. Abandon leaves everything as it is.',
  resolveFailed: 'The host did not take this choice:',
  input: 'Input',
  noOutput: 'No output.',
  noOutputYet: 'No output yet.',
  started: 'The agent has started.',
  finished: 'The agent has finished.',
  home: 'All sessions',
  stopAll: 'Stop everything…',
} as const

/** A prompt's length that is too much, and by how much. */
export const tooLong = (length: number): string =>
  `This is too long to send: ${length.toLocaleString('en-US')} characters where ${MAX_PROMPT_TEXT.toLocaleString('en-US')} fit. Put it into a file of the worktree instead and name that file.`

export const toLatest = (count: number): string => (count === 0 ? W.toLatest : `${W.toLatest} (${count} new)`)

/** Which of the finds is shown. `at`: -1 for none yet. */
export const sayFinds = (at: number, count: number, more: boolean): string => {
  if (count === 0) return 'None'
  const all = `${count}${more ? '+' : ''}`
  return at < 0 ? all : `${at + 1} of ${all}`
}

export const placeholder = (agent: string): string => `Ask ${agent}…`

/** The invitation of an empty session. */
export const askAbout = (agent: string, project: string): string =>
  project === '' ? `Ask ${agent}` : `Ask ${agent} about ${project}`

/** Where the session works, short. */
export const sayPlace = (place: Place): string =>
  place.kind === 'worktree' ? visible(place.branch ?? place.path.split('/').at(-1) ?? '') : 'main checkout'

export const TOOL_STATUS: Readonly<Record<BlockStatus, string>> = {
  pending: 'about to start',
  in_progress: 'running',
  completed: '',
  failed: 'failed',
  unfinished: 'unfinished',
}

/** What is told of a tool call whose end was never reported. */
export const UNFINISHED =
  'Its turn ended before this did. It may have done all of it, some of it, or nothing.'

export const REQUEST_OUTCOMES: Readonly<Record<RequestOutcome, string>> = {
  allowed: 'Allowed',
  denied: 'Denied',
  answered: 'Answered',
  withdrawn: 'No longer needed',
  unknown: 'Decided, perhaps unheard',
}

/** Who did something: `me` is this device's id, `host` the host's. Null: nobody in particular. */
export const sayWho = (by: string | null, me: string, host: string): string | null => {
  if (by === null) return null
  if (by === me) return 'you'
  return by === host ? 'the host' : 'another device'
}

/** How a session stands, for its dot. */
export interface Standing {
  readonly tone: Tone
  readonly busy: boolean
  readonly text: string
}

/** The host is there, and what happened meanwhile is on its way. */
export const REPLAYING: Standing = { tone: 'info', busy: true, text: 'Catching up' }

/** How a session stands, as its host last told. */
export const sayState = (state: SessionState): Standing => {
  const { current } = state
  if (current?.state === 'waiting') return { tone: 'accent', busy: false, text: 'Waits for you' }
  if (current?.quiet) return { tone: 'warn', busy: false, text: 'No news' }
  if (current !== null) return { tone: 'info', busy: true, text: 'Working' }
  const last = state.settled.at(-1)
  if (last?.state === 'unknown' && last.resolved === null)
    return { tone: 'accent', busy: false, text: 'Needs your choice' }
  if (last?.state === 'failed') return { tone: 'danger', busy: false, text: 'Failed' }
  return { tone: 'idle', busy: false, text: 'Idle' }
}

/** The code of an error of ours; null for any other. */
export const codeOf = (error: unknown): ErrorCode | null => (error instanceof HearthError ? error.code : null)

/** Things one may ask of an agent, for a session that is still empty. */
export const EXAMPLES = [
  'Explain how this project is laid out',
  'Find what makes the tests slow',
  'Fix the newest bug in the issue list',
] as const
