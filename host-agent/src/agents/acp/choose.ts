import { AgentError } from '../driver.ts'
import { type Connection, Refused } from './connection.ts'
import type { OwnOption } from './options.ts'
import type { AcpSpec } from './spec.ts'
import { refusalWords } from './stop-reason.ts'
import type { SessionView } from './view.ts'

type Wish = { id: string; value: string }

/** Chooses an option of a session. @throws {AgentError} `agent.unsupported` for an option or choice that it does not have */
export async function setOption(
  connection: Connection,
  sessionId: string,
  view: SessionView,
  { id, value }: Wish,
): Promise<void> {
  const own = view.option(id)
  if (own === undefined || !own.option.choices.some((choice) => choice.value === value))
    throw new AgentError('agent.unsupported', 'The agent has no such option, or not this choice of it.')
  const answer = await connection
    .request(METHODS[own.setter], { sessionId, ...paramsOf(own, value) })
    .catch((error: unknown) => {
      throw error instanceof Refused ? refusal(error) : error
    })
  view.chosen(own, value)
  view.opened(answer)
}

/**
 * Chooses what the agent's quirks ask for, such as a mode in which it asks before it acts. Tells what it does not have.
 * @throws {AgentError} where it has it and refuses
 */
export async function chooseAll(
  connection: Connection,
  sessionId: string,
  view: SessionView,
  { label, quirks }: AcpSpec,
): Promise<string[]> {
  const warnings: string[] = []
  for (const [id, value] of Object.entries(quirks.choose ?? {})) {
    const own = view.option(id)
    if (own?.option.value === value) continue
    const isOffered = own?.option.choices.some((choice) => choice.value === value) === true
    if (isOffered) await setOption(connection, sessionId, view, { id, value })
    else warnings.push(`${label} has no ${id} “${value}” here: it may act without asking.`)
  }
  return warnings
}

const METHODS = {
  config: 'session/set_config_option',
  mode: 'session/set_mode',
  model: 'session/set_model',
} as const satisfies Record<OwnOption['setter'], string>

function paramsOf({ setter, option, isSwitch }: OwnOption, value: string): Record<string, unknown> {
  if (setter === 'mode') return { modeId: value }
  if (setter === 'model') return { modelId: value }
  if (isSwitch) return { configId: option.id, type: 'boolean', value: value === 'true' }
  return { configId: option.id, value }
}

function refusal(error: Refused): AgentError {
  const isUnknown = error.code === -32601
  return new AgentError(isUnknown ? 'agent.unsupported' : 'agent.failed', refusalWords(error))
}
