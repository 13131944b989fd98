import type { AgentCommand, Memory, Steering, StopStep } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { sayCount } from '../turn/figures.ts'

/** What people read about prompts that wait. */
export const Q = {
  list: 'Queued',
  queued: 'Queued',
  next: 'Next',
  steering: 'Steers: goes in at the next step; can’t be changed any more',
  edited: 'changed',
  edit: 'Edit',
  editing: 'Queued prompt',
  save: 'Save',
  saveAnyway: 'Save over it',
  cancel: 'Cancel',
  more: (text: string): string => `More for “${text}”`,
  remove: 'Remove from the queue',
  up: 'Move up',
  down: 'Move down',
  steerNow: 'Steer now',
  changedElsewhere: 'Somebody else has changed this prompt meanwhile. Your text is still here.',
  saysNow: 'It says now:',
  begun: 'That prompt has begun. Your changed text is in the field below.',
  movedTo: (place: number, count: number): string => `Now at place ${place} of ${count}.`,
  forAgent: (agent: string): string => `for ${agent}`,
} as const

/** What steering will do, before it is done. */
export const STEERING: Readonly<Record<Steering, string>> = {
  joins: 'Goes into the running turn at its next step',
  interrupts: 'Stops the running turn, then sends',
}

/** Below the field while a turn runs and something is typed. `keys`: there is a keyboard to press them on. */
export const steerHint = (steering: Steering, keys: boolean): string =>
  `${keys ? 'Alt+Enter steers' : 'Steer'}: ${STEERING[steering].toLowerCase()}.`

export const STEER = 'Steer'
export const STOP_NOW = 'Stop now'

/** How far a stop has come, and what a press would do. */
export const STOP_STEPS: Readonly<Record<StopStep, string>> = {
  asked: 'The agent was asked to stop. Stop now asks it again, harder.',
  interrupted: 'The agent was asked again. Stop now ends its process.',
  killed: 'The agent’s process is being ended.',
}

/** What the next prompt would find, in a sentence. */
const FINDS: Readonly<Record<Memory, (agent: string) => string>> = {
  warm: (agent) => `Others have worked here since ${agent} last did.`,
  resumed: (agent) => `${agent} takes up its own memory of this session again.`,
  replayed: (agent) => `${agent} has lost its memory of this session.`,
  new: (agent) => `${agent} is new in this session.`,
}

export const finds = (memory: Memory, agent: string): string => FINDS[memory](agent)

/** The same beside an agent's name in a list. */
export const FINDS_SHORT: Readonly<Record<Memory, string>> = {
  warm: 'goes on where it was',
  resumed: 'takes up its memory',
  replayed: 'has lost its memory',
  new: 'new here',
}

/** What people read at the foot of the composer. */
export const F = {
  agent: (name: string): string => `Agent: ${name}`,
  choose: 'Who does the next prompt',
  chooseNote: 'Holds on all your devices. A turn that runs goes on with the agent it has.',
  choosing: 'Choosing…',
  notChosen: 'The host did not take this choice:',
  tell: 'Tell it what happened',
  present: 'chosen',
  options: 'Options',
  withheld: (n: number): string =>
    `${n === 1 ? 'One more' : `${n} more`} may let the agent act without asking: choose ${n === 1 ? 'it' : 'them'} in the agent at the host, or on a device that may allow everything.`,
  optionsOf: (agent: string): string => `Options of ${agent}`,
  optionsWith: (value: string): string => `Options: ${value}`,
  noOptions: 'It offers nothing to choose.',
  search: (name: string): string => `Search in ${name}`,
  noneFound: 'Nothing has that in its name.',
  groups: { mode: 'Mode', model: 'Model', thought_level: 'Reasoning', other: 'More' },
  setting: 'Being set…',
  context: 'Context',
  stopTask: 'Stop',
  stopTaskOf: (title: string): string => `Stop ${title}`,
  stoppingTask: 'Being stopped',
  taskNotStopped: 'It could not be stopped:',
} as const

export const tasksRun = (count: number): string =>
  count === 1 ? '1 command still runs' : `${count} commands still run`

export const contextShort = (used: number, size: number): string =>
  `${F.context}: ${Math.round((100 * used) / size)} % used`

/** All about an agent's context window, in a sentence. */
export const contextWords = (used: number, size: number, agent: string): string =>
  `${agent} has ${sayCount(used)} of ${sayCount(size)} tokens of its context window in use.`

/** What a command does, and what may follow its name. */
export const commandNote = ({ description, hint }: AgentCommand): string =>
  visible(hint === null ? description : `${description} (${hint})`)

/** What people read in the list that a slash or an @ opens. */
export const M = {
  commands: 'Commands',
  mentions: 'Files, tabs and sessions',
  files: 'Files',
  tabs: 'Tabs',
  sessions: 'Sessions',
  looking: 'Looking…',
  noFiles: 'Files can’t be found now.',
  allowTabs: 'Show my open tabs…',
  allowTabsNote: 'Your browser asks you first',
  thisTab: 'this page',
  ours: 'Hearth',
  asked: 'Asked',
  answered: 'Answered',
  quoted: (title: string): string => `Last answers of ${title}`,
  nothingSaid: (title: string): string => `Nothing was answered in ${title} yet.`,
  notQuoted: (title: string): string => `${title} could not be read.`,
  reading: (title: string): string => `Reading ${title}…`,
  count: (choices: number, word: string): string => `${choices} ${word}`,
  none: 'Nothing found',
} as const

/** Our own commands. */
export const OWN = {
  agent: 'Choose who does the next prompt',
  options: 'Model, mode and other options of the agent',
  stop: 'Stop the turn that runs',
} as const

const COUNTED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  [M.files]: ['file', 'files'],
  [M.tabs]: ['tab', 'tabs'],
  [M.sessions]: ['session', 'sessions'],
  [M.commands]: ['command', 'commands'],
}

/** How many lines there are, by kind, to be heard. */
export const sayFound = (
  groups: readonly { label: string | null; choices: readonly unknown[] }[],
): string => {
  const parts = groups
    .filter(({ choices }) => choices.length > 0)
    .map(({ label, choices }) => {
      const [one, many] = COUNTED[label ?? M.commands] ?? ['', '']
      return M.count(choices.length, choices.length === 1 ? one : many)
    })
  return parts.length === 0 ? M.none : parts.join(', ')
}

/** What people read about dictation. */
export const D = {
  start: 'Dictate',
  stop: 'Stop dictating',
  listening: 'Listening. What you say goes into the field.',
  title: 'Dictate with your browser',
  note: 'Your browser turns speech into text. It may send what you say to its maker to do that: Chrome sends it to Google, Safari to Apple. Hearth gets only the words, and nothing is sent to the agent before you send it.',
  begin: 'Go on',
  cancel: 'Not now',
  failed: {
    'not-allowed': 'The browser gave no microphone. Allow it for this page in the browser’s settings.',
    'audio-capture': 'There is no microphone.',
    network: 'The browser’s speech service can’t be reached.',
    other: 'Dictation has ended. What was heard stands in the field.',
  },
} as const
