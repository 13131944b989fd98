import type { EventError } from '@hearth/shared/session'
import { AgentError } from '../driver.ts'
import type { ProbeCache } from './cache.ts'
import { environmentOf, findNeeded, findProgram, type Person, stampOf } from './find.ts'
import type { Plan } from './plan.ts'
import { askVersion, packageVersion, type Told } from './version.ts'

/** An agent's program and its version, as it was found; `stamp` tells one state of it from another. */
export type Found = { readonly path: string; readonly stamp: string; readonly version: string | null }

/** What the fast look at an agent finds. `ms` is what it took. */
export type Probed =
  | { readonly state: 'ready'; readonly found: Found; readonly ms: number }
  | {
      readonly state: 'missing' | 'error'
      readonly path: string | null
      readonly error: EventError
      readonly diagnostics: readonly string[]
      readonly ms: number
    }

/** Where the fast look looks. */
export type ProbePlace = { home: string; person: Person; cache: Pick<ProbeCache, 'get' | 'set'> }

/**
 * Is the program there, and which version? Its version command runs at most once for each state of the file, and
 * VERSION_MS at most; without one, its package is asked.
 */
export async function probeAgent(plan: Plan, place: ProbePlace): Promise<Probed> {
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  const { path, looked } = findProgram(plan, place.person)
  const stamp = path === null ? null : stampOf(path)
  if (path === null || stamp === null)
    return { ...missing(plan, plan.entry.program, looked), path: null, ms: took() }
  const needed = findNeeded(plan, place.person)
  if (needed !== null && needed.path === null)
    return { ...missing(plan, plan.entry.needs?.program ?? '', needed.looked), path, ms: took() }
  const known = place.cache.get(plan.entry.id, stamp)
  if (known !== null) return { state: 'ready', found: { path, stamp, version: known.version }, ms: took() }
  const told = await versionOf(plan, path, place)
  if (told.how === 'failed') {
    const message = `${path} can’t be run: ${told.why}. ${plan.entry.install}`
    const error = { code: 'agent.start_failed', message }
    return { state: 'error', path, error, diagnostics: told.lines, ms: took() }
  }
  // What took too long is asked again.
  if (told.how === 'late') return { state: 'ready', found: { path, stamp, version: null }, ms: took() }
  place.cache.set(plan.entry.id, { stamp, version: told.version, can: null })
  return { state: 'ready', found: { path, stamp, version: told.version }, ms: took() }
}

/** What a failed look is as an error of the agent. */
export function probeError(probed: Exclude<Probed, { state: 'ready' }>): AgentError {
  const code = probed.state === 'missing' ? 'agent.not_found' : 'agent.start_failed'
  return new AgentError(code, probed.error.message, probed.diagnostics)
}

async function versionOf(plan: Plan, path: string, { person }: ProbePlace): Promise<Told> {
  const { version: args } = plan.entry
  const told: Told = args === null ? { how: 'told', version: null } : await ask(plan, path, args, person)
  if (told.how === 'told' && told.version !== null) return told
  // Some adapters know no such command, though they work.
  const version = packageVersion(path)
  return version === null ? told : { how: 'told', version }
}

async function ask(plan: Plan, path: string, args: readonly string[], person: Person): Promise<Told> {
  try {
    return await askVersion(path, args, environmentOf(plan, person))
  } catch (error) {
    // The system refuses some starts at once, such as one with more variables than it can take.
    return { how: 'failed', why: error instanceof Error ? error.message : String(error), lines: [] }
  }
}

function missing(plan: Plan, program: string, looked: string[]) {
  const places = looked.length === 0 ? 'nowhere (PATH is empty)' : shortened(looked).join(', ')
  const install =
    program === plan.entry.program ? plan.entry.install : (plan.entry.needs?.install ?? plan.entry.install)
  const message = `The program “${program}” was not found. Looked at: ${places}. ${install}`
  return { state: 'missing', error: { code: 'agent.not_found', message }, diagnostics: looked } as const
}

/** The first places, and how many more there were: a PATH can have dozens. */
function shortened(looked: string[]): string[] {
  const shown = looked.slice(0, SHOWN_PLACES)
  return looked.length === shown.length
    ? shown
    : [...shown, `and ${looked.length - shown.length} more places`]
}

const SHOWN_PLACES = 4
