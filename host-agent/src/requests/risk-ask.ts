import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { Ask } from '../agents/driver.ts'
import { type CommandLine, readCommand } from './command.ts'
import type { Files } from './files.ts'
import { MAX_BOUND_PATHS, MAX_PARTS } from './limits.ts'
import {
  type Assessment,
  assess,
  assessAccess,
  assessCommand,
  assessEdit,
  assessFetch,
  type RiskContext,
} from './risk.ts'
import { setsWhatRuns } from './risk-runs.ts'
import type { Finding } from './risk-table.ts'
import type { Sight } from './sight.ts'
import { realPlace, type World, whereIs } from './world.ts'

type CommandAsk = Extract<Ask, { type: 'command' }>

/** What the variables that an agent sets or removes for a command could do to it. */
const environmentFindings = ({ env = {} }: CommandAsk): Finding[] => {
  const names = Object.entries(env).map(([name, value]) => `${name}=${value ?? ''}`)
  if (names.length === 0) return []
  const isOdd = Object.keys(env).some((name) => !/^[A-Za-z_]\w*$/.test(name))
  if (isOdd || names.some(setsWhatRuns)) return [{ risk: 4, reason: 'Sets what other programs run or load' }]
  return [{ risk: 3, reason: 'Runs in another environment than the agent’s own' }]
}

/** A change that begins with an empty file, as agents tell of new ones. */
const FROM_NOTHING = /^@@ -0,0 /m
const EMPTY = createHash('sha256').digest('hex')
const holds = (file: { sha256: string | null } | undefined): boolean =>
  file !== undefined && file.sha256 !== null && file.sha256 !== EMPTY

/** The words of a command that may be paths, as many as are bound. */
const pathWords = (line: CommandLine | null): string[] =>
  (line?.commands ?? [])
    .flatMap(({ words }) => words.slice(1))
    .flatMap(({ text }) => (text === null || text === '' || text.startsWith('-') ? [] : [text]))
    .slice(0, MAX_BOUND_PATHS)

/** Judges what an agent asks for by what the host sees of it, and says where it looked; its own words count for nothing. */
export const assessAsk = (ask: Ask, sight: Sight, files: Files): Assessment & { judged: World['judged'] } => {
  const judged = new Map<string, string | null>()
  const real = (path: string): string | null => {
    const at = resolve(sight.world.cwd.path, path)
    const place = realPlace(at, files)
    judged.set(at, place)
    return place
  }
  const assessed = assessIn(ask, sight, { where: (path) => whereIs(real(path), sight.root), real })
  // Whatever a program makes of its words: where one leads when people look is where it leads when it runs.
  for (const path of pathWords(sight.world.line)) real(path)
  return { ...assessed, judged: [...judged].map(([path, place]) => ({ path, real: place })) }
}

const assessIn = (ask: Ask, sight: Sight, context: RiskContext): Assessment => {
  switch (ask.type) {
    case 'command': {
      const line = sight.world.line ?? readCommand(ask.command)
      const base = assessCommand(line, context)
      const extra: Finding[] = environmentFindings(ask)
      if (context.where('.') !== 'inside') extra.push({ risk: 3, reason: 'Runs outside the worktree' })
      if (sight.operands.unbound.length > 0)
        extra.push({
          risk: 4,
          reason: 'Runs files that are too large or too many to be bound by their content',
        })
      if (line.commands.length > MAX_PARTS)
        extra.push({ risk: 4, reason: 'Runs more commands than can be listed' })
      if (extra.length === 0) return base
      const added = assess(extra, { risk: base.risk, reason: base.reasons[0] ?? 'Runs a command' })
      return { risk: added.risk, reasons: [...new Set([...added.reasons, ...base.reasons])] }
    }
    case 'edit':
      return assessEdit(
        ask.files.map(({ path }) => path),
        context,
        {
          unseen: ask.files.length === 0 || ask.files.some(({ diff }) => diff.trim() === ''),
          replaces: ask.files.some(({ diff }, n) => FROM_NOTHING.test(diff) && holds(sight.world.before[n])),
        },
      )
    case 'access':
      return assessAccess(ask.paths, context)
    case 'fetch':
      return assessFetch(ask.url)
    case 'mode':
      return assess([], { risk: 4, reason: 'In another mode the agent may act without asking' })
    case 'mcp':
    case 'other':
      return assess([], { risk: 3, reason: 'The host can’t see what this does' })
  }
}
