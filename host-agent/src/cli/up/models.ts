import { setTimeout as pause } from 'node:timers/promises'
import type { Catalog } from '../../agents/catalog/catalog.ts'
import { type AgentDriver, AgentError } from '../../agents/driver.ts'
import { within } from '../../agents/process/group.ts'
import { MODELS_MS } from '../limits.ts'

const TOUR = 'see the tour: npm start -- --demo'

/** What `hearth up` needs of the catalog. */
export type Described = Pick<Catalog, 'start' | 'reports' | 'driver'>

/**
 * A line on each agent that is there, with its label, and one on those that are not. Only the first, which most
 * people use, is started and asked for its models: it holds nothing that the others would have to share.
 */
export const describeAgents = async (
  catalog: Described,
  cwd: string,
  signal: AbortSignal,
): Promise<[label: string, text: string][]> => {
  await within(catalog.start(), MODELS_MS)
  const reports = catalog.reports().filter(({ state }) => state !== 'disabled')
  const there = reports.filter(({ state }) => state === 'ready')
  const lines: [string, string][] = []
  for (const { id, version } of there) {
    const driver = id === FIRST ? catalog.driver(id) : undefined
    lines.push([id, driver === undefined ? (version ?? 'there') : await describeAgent(driver, cwd, signal)])
  }
  for (const { id, error } of reports.filter(({ state, error }) => state !== 'ready' && error !== null))
    lines.push([id, `${error?.message ?? ''}${there.length === 0 ? ` Or ${TOUR}` : ''}`])
  const rest = reports.filter(({ state, error }) => state === 'missing' && error === null)
  if (rest.length > 0) lines.push(['not here', `${rest.map(({ id }) => id).join(', ')}; see: hearth agents`])
  return lines
}

/** The agent whose models are told at the start. */
const FIRST = 'opencode'

/**
 * One line on an agent and the models it has, for `hearth up`. Asking starts the agent, which makes the first turn
 * as quick as the others. Never fails; takes MODELS_MS at most.
 */
export const describeAgent = async (
  driver: AgentDriver,
  cwd: string,
  signal: AbortSignal,
): Promise<string> => {
  const over = new AbortController()
  const end = AbortSignal.any([signal, over.signal])
  const late = pause(MODELS_MS, undefined, { signal: end, ref: false }).catch(() => undefined)
  try {
    return await Promise.race([describe(driver, cwd), late.then(() => 'has not answered yet')])
  } finally {
    over.abort()
  }
}

const describe = async (driver: AgentDriver, cwd: string): Promise<string> => {
  try {
    const source = await driver.modelSource(cwd)
    const health = driver.health()
    const version = health.state === 'ready' ? health.version : 'there'
    switch (source) {
      case 'own':
        return `${version}, with the models that you have set up`
      case 'free':
        return `${version}, with nothing but the free models that its maker offers to anybody. Set up your own, or ${TOUR}`
      case 'none':
        return `${version}, and no model is configured. Configure one (${driver.id} auth login), or ${TOUR}`
    }
  } catch (error) {
    const message = error instanceof AgentError ? error.message : `could not be asked: ${String(error)}`
    return `${message} Or ${TOUR}`
  }
}
