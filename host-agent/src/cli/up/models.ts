import { setTimeout as pause } from 'node:timers/promises'
import { type AgentDriver, AgentError } from '../../agents/driver.ts'
import { MODELS_MS } from '../limits.ts'

const TOUR = 'see the tour: npm start -- --demo'

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
