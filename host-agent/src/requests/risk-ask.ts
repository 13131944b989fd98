import { resolve } from 'node:path'
import type { Ask } from '../agents/driver.ts'
import { readCommand } from './command.ts'
import type { Files } from './files.ts'
import { MAX_PARTS } from './limits.ts'
import { type Assessment, assess, assessAccess, assessCommand, assessEdit, assessFetch } from './risk.ts'
import { setsWhatRuns } from './risk-runs.ts'
import type { Finding } from './risk-table.ts'
import type { Sight } from './sight.ts'
import { realPlace, whereabouts } from './world.ts'

type CommandAsk = Extract<Ask, { type: 'command' }>

/** What the variables that an agent sets or removes for a command could do to it. */
const environmentFindings = ({ env = {} }: CommandAsk): Finding[] => {
  const names = Object.entries(env).map(([name, value]) => `${name}=${value ?? ''}`)
  if (names.length === 0) return []
  const isOdd = Object.keys(env).some((name) => !/^[A-Za-z_]\w*$/.test(name))
  if (isOdd || names.some(setsWhatRuns)) return [{ risk: 4, reason: 'Sets what other programs run or load' }]
  return [{ risk: 3, reason: 'Runs in another environment than the agent’s own' }]
}

/** Judges what an agent asks for by what the host sees of it; its own words count for nothing. */
export const assessAsk = (ask: Ask, sight: Sight, files: Files): Assessment => {
  const { cwd } = sight.world
  const context = {
    where: (path: string) => whereabouts(path, cwd.path, sight.root, files),
    real: (path: string) => realPlace(resolve(cwd.path, path), files),
  }
  switch (ask.type) {
    case 'command': {
      const line = sight.line ?? readCommand(ask.command)
      const base = assessCommand(line, context)
      const extra: Finding[] = environmentFindings(ask)
      if (context.where('.') !== 'inside') extra.push({ risk: 3, reason: 'Runs outside the worktree' })
      if (sight.operands.unbound.length > 0)
        extra.push({ risk: 4, reason: 'Runs a file that is too large to be bound by its content' })
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
        ask.files.length === 0 || ask.files.some(({ diff }) => diff.trim() === ''),
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
