import { statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { agentEnvironment } from '../process/environment.ts'
import { type Located, locate } from '../process/locate.ts'
import { INSTALL_FOLDERS } from './entry.ts'
import type { Plan } from './plan.ts'

/** Whose environment agents get: the person's own, of `personEnvironment`; in tests one built from scratch. */
export type Person = Readonly<Record<string, string | undefined>>

/** Finds an agent's program: where it is, or where it was looked for. Takes less than a millisecond. */
export function findProgram(plan: Plan, person: Person): Located {
  const { entry } = plan
  const own = pathOf(plan, person).split(delimiter)
  const path = [...new Set([...own, ...folders(entry.folders, person)])].join(delimiter)
  const configured = plan.program === null ? null : expand(plan.program, person)
  return locate({ program: entry.program, configured, path, bundled: entry.bundled })
}

/** Finds what an agent's program can't do without; null where it needs nothing. */
export function findNeeded(plan: Plan, person: Person): Located | null {
  const { needs } = plan.entry
  if (needs === null) return null
  return locate({ program: needs.program, configured: null, path: pathOf(plan, person), bundled: null })
}

/** Tells one state of a file from another; links are followed, for package managers swap what they point to. */
export function stampOf(path: string): string | null {
  try {
    const { mtimeMs, size, ino } = statSync(path)
    return `${path}:${mtimeMs}:${size}:${ino}`
  } catch {
    return null
  }
}

/** The environment in which an agent runs. */
export function environmentOf(plan: Plan, person: Person): Record<string, string> {
  return agentEnvironment(person, plan.environment)
}

function pathOf(plan: Plan, person: Person): string {
  const own = plan.environment.PATH
  return own === undefined ? (person.PATH ?? '') : (own ?? '')
}

function folders(own: readonly string[], person: Person): string[] {
  return [...own, ...INSTALL_FOLDERS].flatMap((folder) => {
    const path = expand(folder, person)
    return path.startsWith('~') ? [] : [path]
  })
}

/** `~/` as the person's home; as it stands where that is unknown. */
function expand(path: string, person: Person): string {
  return path.startsWith('~/') && person.HOME !== undefined ? join(person.HOME, path.slice(2)) : path
}
