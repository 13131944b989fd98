import { posix } from 'node:path'
import { type RuleDraft, RuleWhat, SESSION_LIMITS } from '@hearth/shared/session'
import * as v from 'valibot'
import { readCommand } from '../requests/command.ts'
import type { Matter } from './api.ts'
import { draftFault } from './check.ts'
import { tooWide } from './command-allow.ts'
import { hasWildcard } from './glob.ts'
import { type Ground, isWithin } from './ground.ts'
import { wouldAllow } from './verdict.ts'

/**
 * What rules could say to allow a request and its like, the narrowest first. Each of them alone would allow this very
 * request; where none may, there is none.
 */
export const suggest = (matter: Matter, ground: Ground, now: number): RuleWhat[] =>
  candidates(matter)
    .filter((what) => {
      const draft: RuleDraft = {
        effect: 'allow',
        what,
        scope: { type: 'everywhere' },
        agent: null,
        riskMax: 3,
        expiresAt: null,
      }
      return v.is(RuleWhat, what) && draftFault(draft, now) === null && wouldAllow(draft, matter, ground, now)
    })
    .slice(0, SESSION_LIMITS.suggestions.value)

const candidates = (matter: Matter): RuleWhat[] => {
  const { action, tool } = matter.facts
  switch (action.type) {
    case 'command':
      return forCommand(action.command)
    case 'edit':
    case 'access':
      return forPlaces(action.type, matter)
    case 'fetch':
      return URL.canParse(action.url) ? [{ type: 'fetch', hosts: [new URL(action.url).host] }] : []
    case 'mcp':
      return [action.tool, '*'].map((name) => ({ type: 'mcp', server: action.server, tool: name }))
    case 'other':
      return isNamed(tool) ? [{ type: 'tool', name: tool.name }] : []
    case 'mode':
      return []
  }
}

/**
 * Did the agent say which tool it is? Where it told only a kind of tool, that stands for the name, and a rule about it
 * would speak of all tools of that kind.
 */
const isNamed = ({ name, kind }: Matter['facts']['tool']): boolean => name !== kind && name !== 'tool'

/** This very command; its program and subcommand with operands; the same with whatever follows. */
const forCommand = (source: string): RuleWhat[] => {
  const { commands } = readCommand(source)
  const words = commands.length === 1 ? (commands[0]?.words ?? []).flatMap(({ text }) => text ?? []) : []
  if (words.length === 0) return []
  const exact: RuleWhat = { type: 'command', words, rest: 'nothing' }
  const lengths = words.map((_, index) => index + 1)
  const length = lengths.find(
    (n) => tooWide({ type: 'command', words: words.slice(0, n), rest: 'operands' }) === null,
  )
  if (length === undefined) return [exact]
  const stem = words.slice(0, length)
  return [
    exact,
    ...(['operands', 'anything'] as const).map((rest): RuleWhat => ({ type: 'command', words: stem, rest })),
  ]
}

/** These very files; the folder that they are in; all of the worktree. */
const forPlaces = (type: 'edit' | 'access', { places, worktree }: Matter): RuleWhat[] => {
  const known = [...new Set(places.flatMap((place) => place ?? []))]
  const short = (path: string): string => (isWithin(path, worktree) ? path.slice(worktree.length + 1) : path)
  const folders = new Set(known.map((place) => posix.dirname(place)))
  const [folder] = folders
  const inFolder = folders.size === 1 && folder !== undefined && short(folder) !== ''
  const sets = [
    known.some(hasWildcard) ? [] : known.map((place) => short(place)),
    inFolder && !hasWildcard(folder) ? [`${short(folder)}/**`] : [],
    known.every((place) => isWithin(place, worktree)) ? ['**'] : [],
  ]
  return sets.flatMap((paths): RuleWhat[] =>
    paths.length === 0 || paths.includes('') ? [] : [{ type, paths }],
  )
}
