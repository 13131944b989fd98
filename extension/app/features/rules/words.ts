import type { Right } from '@hearth/shared/protocol'
import type { Rule, RuleDraft, RuleEffect, RuleMatch, RuleScope, RuleWhat } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'

/** What people read of rules. */

const count = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${n} ${many}`)

/** What a rule is about: words before and after what is exact, each word of which is shown by itself. */
export interface WhatWords {
  readonly before: string
  readonly exact: readonly string[]
  readonly after: string
}

const REST = {
  nothing: 'and nothing more',
  operands: 'with any operands',
  anything: 'with anything after it',
} as const

export const whatWords = (what: RuleWhat): WhatWords => {
  switch (what.type) {
    case 'command':
      return { before: 'The command', exact: what.words, after: REST[what.rest] }
    case 'edit':
      return { before: 'Edits of', exact: what.paths, after: '' }
    case 'access':
      return { before: 'Use of', exact: what.paths, after: '' }
    case 'fetch':
      return { before: 'Pages of', exact: what.hosts, after: '' }
    case 'mcp':
      return what.tool === '*'
        ? { before: 'Every tool of the MCP server', exact: [what.server], after: '' }
        : { before: 'Of an MCP server, the tool', exact: [what.server, what.tool], after: '' }
    case 'tool':
      return { before: 'All that is asked by the tool', exact: [what.name], after: '' }
  }
}

/** The same as plain text, for names of buttons and for messages. */
export const whatText = (what: RuleWhat): string => {
  const { before, exact, after } = whatWords(what)
  return [before, ...exact.map((word) => visible(word)), after].filter((part) => part !== '').join(' ')
}

/** What the rest of a command rule means, where it needs saying. */
export const REST_NOTE = {
  nothing: 'This very command.',
  operands: 'Any words after it that are no options, and no paths out of the worktree.',
  anything: 'Whatever follows, options included.',
} as const

export const EFFECT: Readonly<Record<RuleEffect, string>> = {
  allow: 'Allow',
  ask: 'Always ask',
  deny: 'Deny',
}

/** Where a rule holds. */
export const SCOPE: Readonly<Record<RuleScope['type'], string>> = {
  turn: 'This turn',
  session: 'This session',
  worktree: 'This worktree',
  project: 'This project, in all its worktrees',
  everywhere: 'Everywhere on this host',
}

/** Where a rule of the list holds; `name`: of the session or project, where it is known here. */
export const scopeWords = (scope: RuleScope, name: string | null): string => {
  const of = name === null ? '' : ` “${visible(name)}”`
  switch (scope.type) {
    case 'turn':
      return `Turn ${scope.turn} of the session${of}`
    case 'session':
      return `The session${of}`
    case 'worktree':
      return `The worktree ${visible(scope.path)}`
    case 'project':
      return `The project${of}`
    case 'everywhere':
      return 'Everywhere'
  }
}

const inSentence: Readonly<Record<RuleScope['type'], string>> = {
  turn: 'in this turn',
  session: 'in this session',
  worktree: 'in this worktree',
  project: 'in this project',
  everywhere: 'everywhere on this host',
}

export const EXPIRY = { hour: '1 hour', today: 'Today', month: '30 days', never: 'No end' } as const

export const ruleSheet = {
  title: 'Allow by a rule',
  about: 'What it is about',
  where: 'Where it holds',
  until: 'Until',
  agentOnly: (agent: string): string => `Only when ${visible(agent)} asks`,
  decides: 'Allow, and make the rule',
  never: 'A rule never allows risk 4, nothing while paused, and nothing in a turn that read a web page.',
  request: 'It also allows this request:',
} as const

/** When a rule ends, by the device's clock. */
export const untilWords = (at: number | null): string => {
  if (at === null) return 'with no end'
  const end = new Date(at)
  const isMidnight = end.getHours() === 0 && end.getMinutes() === 0
  const date = isMidnight ? new Date(at - 1) : end
  const day = date.toLocaleDateString([], { day: 'numeric', month: 'short' })
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return isMidnight ? `until the end of ${day}` : `until ${day}, ${time}`
}

/** What follows the words for what a rule is about: the two make one sentence, all that changes by it. */
export const sentence = (draft: RuleDraft, agent: string | null): string =>
  `is allowed from now on without asking: ${inSentence[draft.scope.type]}, ${agent === null ? 'for any agent' : `for ${visible(agent)}`}, up to risk ${draft.riskMax} of 4, ${untilWords(draft.expiresAt)}.`

export const preview = {
  looking: 'Looking at past requests…',
  none: (seen: number): string =>
    seen === 0
      ? 'Nothing was asked before that it could have matched.'
      : `It would have matched none of the last ${seen} requests.`,
  some: (matched: number, seen: number): string =>
    `It would have matched ${matched} of the last ${count(seen, 'request', 'requests')}.`,
  failed: (why: string): string => `What it would have matched could not be looked up: ${visible(why)}`,
  list: 'Past requests that it would have matched',
} as const

export const MATCH_OUTCOME: Readonly<Record<RuleMatch['outcome'], string>> = {
  allowed: 'allowed then',
  denied: 'denied then',
  withdrawn: 'no longer needed then',
  unknown: 'outcome unknown',
  waiting: 'waits now',
}

export const screen = {
  title: 'Rules',
  lead: 'The host follows these before it asks anybody. Deny wins over ask, ask over allow.',
  own: 'Rules',
  none: 'No rule has been made yet. What no rule covers is asked.',
  starters: 'Starter sets',
  startersLead: 'Ready-made rules. Only the owner switches them, at the host.',
  on: 'On',
  off: 'Off',
  rulesOf: (n: number): string => count(n, 'rule', 'rules'),
  switchOn: (id: string): string => `hearth rules enable ${id}`,
  switchOff: (id: string): string => `hearth rules disable ${id}`,
  copyCommand: 'Copy the command',
  copied: 'Copied.',
  notCopied: 'This browser did not allow copying.',
  add: 'New rule that asks or denies',
  export: 'Export as JSON',
  refresh: 'Look again',
  failed: 'The rules could not be read',
  loading: 'Reading the rules…',
  loadingSlow: 'The host has not answered yet.',
  noHost: 'This device is not paired with that host',
  back: 'Back',
  allowHow: 'A rule that allows is made from a request (“Allow by a rule…”), or at the host.',
} as const

export const row = {
  remove: (what: string): string => `Remove the rule: ${what}`,
  removeShort: 'Remove',
  removed: 'The rule is removed.',
  undo: 'Undo',
  upTo: (risk: number): string => `Up to risk ${risk}`,
  agent: (agent: string): string => `When ${visible(agent)} asks`,
  by: (who: string): string => `Made by ${who}`,
  starter: (id: string): string => `Of the starter set “${visible(id)}”`,
  never: 'Never used',
  used: (times: number): string => `Used ${count(times, 'time', 'times')}`,
  over: 'expired',
} as const

/** Who made a rule. `me`: this device's id. */
export const authorOf = (by: Rule['by'], me: string): string => {
  if (by === null) return 'the owner at the host'
  return by === me ? 'this device' : 'another device'
}

/** Why a rule can't be removed from here. */
export const noRemove = (effect: RuleEffect): string => {
  const right: Right = effect === 'allow' ? 'decide' : 'admin'
  return `Removing it takes the right “${right}”, which this device has not.`
}

export const newRule = {
  title: 'New rule',
  effect: 'What it does',
  ask: 'Always ask a person, whatever else allows it',
  deny: 'Deny at once, without asking anybody',
  kind: 'About',
  kinds: {
    command: 'Commands',
    edit: 'Edits of files',
    access: 'Use of paths',
    fetch: 'Pages',
    mcp: 'Tools of MCP servers',
    tool: 'Tools by name',
  },
  text: {
    command: 'The command’s first words',
    edit: 'Paths, one a line',
    access: 'Paths, one a line',
    fetch: 'Hosts, one a line',
    mcp: 'Server and tool',
    tool: 'The tool’s name',
  },
  hint: {
    command: 'Such as git push. It matches whatever follows.',
    edit: 'Such as src/**. Relative ones begin at the worktree.',
    access: 'Such as /etc/**. Relative ones begin at the worktree.',
    fetch: 'Such as docs.example or *.example.com.',
    mcp: 'Such as github delete_repo; github * for every tool.',
    tool: 'As agents call it, such as bash.',
  },
  where: 'Where it holds',
  save: 'Make the rule',
  cancel: 'Cancel',
  needed: 'Say what it is about.',
  tooLong: 'That is more than fits into one rule.',
  made: 'The rule is made.',
} as const
