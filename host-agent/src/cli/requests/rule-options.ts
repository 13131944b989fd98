import { resolve } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import {
  type PermissionFacts,
  type Risk,
  RuleDraft,
  type RuleScope,
  type RuleWhat,
} from '@hearth/shared/session'
import { type Command, InvalidArgumentError, Option } from 'commander'
import * as v from 'valibot'
import { pointInTime } from '../audit/since.ts'

/** `7d` from now, or a date. */
const until = (text: string): number => {
  const now = Date.now()
  const ago = pointInTime(text, now)
  return ago < now && /^\d+[smhdw]$/.test(text) ? now + (now - ago) : ago
}

const ruleRisk = (text: string): 1 | 2 | 3 => {
  if (text !== '1' && text !== '2' && text !== '3')
    throw new InvalidArgumentError('A rule allows up to risk 1, 2 or 3.')
  return Number(text) as 1 | 2 | 3
}

/** What the options of a rule say. */
export interface RuleOptions {
  command?: string
  rest: 'nothing' | 'operands' | 'anything'
  edit?: string[]
  access?: string[]
  fetch?: string[]
  mcp?: string[]
  tool?: string
  session?: string
  worktree?: string
  project?: string
  agent?: string
  risk: 1 | 2 | 3
  expires?: number
}

/** Gives a command the options by which a rule is described. */
export const withRuleOptions = (command: Command): Command =>
  command
    .option('--command <words>', 'commands that begin with these words, as in "npm test"')
    .addOption(
      new Option('--rest <what>', 'what may follow them')
        .choices(['nothing', 'operands', 'anything'])
        .default('nothing'),
    )
    .option('--edit <globs...>', 'edits of these files; relative ones begin at the worktree')
    .option('--access <globs...>', 'access to these paths')
    .option('--fetch <hosts...>', 'fetching from these hosts; *.name for all below it')
    .option('--mcp <names...>', 'an MCP server and one of its tools, or *')
    .option('--tool <name>', 'any request of this tool')
    .option('--session <session>', 'only in this session (its whole id)')
    .option('--worktree <dir>', 'only in this worktree')
    .option('--project <id>', 'only in this project, in all of its worktrees (its id)')
    .option('--agent <agent>', 'only for this agent')
    .option('--risk <n>', 'the gravest class that it may allow: 1, 2 or 3', ruleRisk, 2)
    .option('--expires <time>', 'until when: 2h, 7d, or a date', until)

const whatOf = (options: RuleOptions): RuleWhat => {
  const { command, rest, edit, access, fetch, mcp, tool } = options
  const all: (RuleWhat | null)[] = [
    command === undefined ? null : { type: 'command', words: command.split(/\s+/).filter(Boolean), rest },
    edit === undefined ? null : { type: 'edit', paths: edit },
    access === undefined ? null : { type: 'access', paths: access },
    fetch === undefined ? null : { type: 'fetch', hosts: fetch },
    mcp === undefined ? null : { type: 'mcp', server: mcp[0] ?? '', tool: mcp[1] ?? '' },
    tool === undefined ? null : { type: 'tool', name: tool },
  ]
  const [only, another] = all.filter((what) => what !== null)
  if (only !== undefined && another === undefined) return only
  throw new HearthError(
    'input.invalid',
    'Say what the rule is about, with one of --command, --edit, --access, --fetch, --mcp, --tool',
  )
}

const scopeOf = ({ session, worktree, project }: RuleOptions): RuleScope => {
  const all: (RuleScope | null)[] = [
    session === undefined ? null : { type: 'session', session },
    worktree === undefined ? null : { type: 'worktree', path: resolve(worktree) },
    project === undefined ? null : { type: 'project', project },
  ]
  const [only, another] = all.filter((scope) => scope !== null)
  if (another !== undefined)
    throw new HearthError('input.invalid', 'Give one of --session, --worktree and --project')
  return only ?? { type: 'everywhere' }
}

/** The rule that the options describe. @throws {HearthError} `input.invalid` */
export const draftOf = (effect: RuleDraft['effect'], options: RuleOptions): RuleDraft => {
  const draft = {
    ...{ effect, what: whatOf(options), scope: scopeOf(options), agent: options.agent ?? null },
    ...{ riskMax: options.risk, expiresAt: options.expires ?? null },
  }
  const read = v.safeParse(RuleDraft, draft)
  if (read.success) return read.output
  throw new HearthError('input.invalid', `This can’t be a rule: ${read.issues[0].message}`)
}

/** Where a rule that comes with a decision holds. */
export const SCOPES = ['turn', 'session', 'worktree', 'project', 'everywhere'] as const
/** How a rule that comes with a decision is chosen. */
export interface RuleChoice {
  /** Which of the request's suggestions, from 1; true: the first, which is the narrowest. */
  readonly rule?: string | true
  readonly scope: (typeof SCOPES)[number]
  readonly expires?: number
}

/** Gives a command that allows the options for doing so by a rule. */
export const withRuleChoice = (command: Command): Command =>
  command
    .option('--rule [n]', 'allow by a rule as well: the n-th that the request suggests, 1 by default')
    .addOption(new Option('--scope <where>', 'where that rule holds').choices(SCOPES).default('session'))
    .option('--expires <time>', 'until when that rule holds: 2h, 7d, or a date', until)

/** Where a session is at work. */
export interface Place {
  readonly id: string
  readonly project: string
  readonly place: { readonly path: string }
}

/**
 * The rule that is to come with a yes to a request; null for none. `sessions`: all that there are.
 * @throws {HearthError} `input.invalid`
 */
export const chosenRule = (
  facts: PermissionFacts,
  { rule, scope, expires }: RuleChoice,
  sessions: readonly Place[],
): RuleDraft | null => {
  if (rule === undefined) return null
  const what = facts.suggestions[rule === true ? 0 : Number(rule) - 1]
  if (what === undefined) {
    const count = facts.suggestions.length
    throw new HearthError(
      'input.invalid',
      count === 0
        ? 'No rule may allow this request; allow it once'
        : `It suggests ${count} rule(s); choose one of 1 to ${count}`,
    )
  }
  const { session, turn } = facts
  const at = sessions.find(({ id }) => id === session)
  if (at === undefined) throw new HearthError('host.unknown_session')
  const scopes: Record<RuleChoice['scope'], RuleScope> = {
    turn: { type: 'turn', session, turn },
    session: { type: 'session', session },
    worktree: { type: 'worktree', path: at.place.path },
    project: { type: 'project', project: at.project },
    everywhere: { type: 'everywhere' },
  }
  return {
    ...{ effect: 'allow', what, scope: scopes[scope], agent: facts.agent },
    ...{ riskMax: atMostThree(facts.risk), expiresAt: expires ?? null },
  }
}

const atMostThree = (risk: Risk): 1 | 2 | 3 => (risk === 4 ? 3 : risk)
