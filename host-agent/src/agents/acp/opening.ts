import { PROTOCOL_VERSION } from '@agentclientprotocol/sdk'
import { VERSION } from '../../version.ts'
import { AgentError } from '../driver.ts'
import { ACP_LOAD_MS, READY_TIMEOUT_MS } from '../limits.ts'
import { type Abilities, abilitiesOf, type ResumeBy } from './abilities.ts'
import { type Connection, Refused } from './connection.ts'
import type { AcpSpec, Quirks } from './spec.ts'
import { isSignIn, refusalWords, signInWords } from './stop-reason.ts'
import { Initialized, Opened, read } from './wire.ts'

/** What we take of ACP beside files, terminals and forms, which a session's client side adds. */
const CAPABILITIES = { session: { configOptions: { boolean: {} }, notices: {}, compaction: {} } }

/** The first words with an agent. @throws {AgentError} `agent.start_failed`, `agent.unsupported_version` */
export async function initialize(
  connection: Connection,
  spec: AcpSpec,
  offered: Record<string, unknown>,
): Promise<Abilities> {
  const clientInfo = { name: 'hearth', title: 'Hearth', version: VERSION }
  const clientCapabilities = { ...CAPABILITIES, ...offered }
  const params = { protocolVersion: PROTOCOL_VERSION, clientCapabilities, clientInfo }
  const answer = await connection
    .request('initialize', params, READY_TIMEOUT_MS)
    .catch(async (error: unknown) => {
      const why = await startFailure(connection, error)
      throw new AgentError(
        'agent.start_failed',
        `${spec.label} did not become ready: ${why}`,
        connection.channel.tail(),
      )
    })
  const initialized = read(Initialized, answer)
  if (initialized === null)
    throw new AgentError('agent.start_failed', `${spec.label} did not become ready: it does not speak ACP.`)
  if (initialized.protocolVersion !== PROTOCOL_VERSION)
    throw new AgentError(
      'agent.unsupported_version',
      `${spec.label} speaks version ${initialized.protocolVersion} of ACP; this driver speaks ${PROTOCOL_VERSION}.`,
    )
  return abilitiesOf(initialized, spec.quirks)
}

async function startFailure(connection: Connection, error: unknown): Promise<string> {
  if (error instanceof Refused) return refusalWords(error)
  if (error instanceof AgentError && error.code === 'agent.exited') return `${await connection.gone}.`
  return error instanceof Error ? error.message : String(error)
}

/** A new conversation: its id, and the agent's answer. @throws {AgentError} */
export async function newSession(
  connection: Connection,
  cwd: string,
  signIn: string | null,
): Promise<{ id: string; answer: unknown }> {
  const answer = await connection
    .request('session/new', { cwd, mcpServers: [] }, READY_TIMEOUT_MS)
    .catch((error: unknown) => {
      throw openingError(error, signIn)
    })
  const opened = read(Opened, answer)
  if (opened === null) throw new AgentError('agent.failed', 'The agent opened no session.')
  return { id: opened.sessionId, answer }
}

/**
 * Takes a conversation up again, by what the agent can. All updates that come before `loaded` is called are its
 * history. @throws {AgentError}
 */
export async function takeUp(
  connection: Connection,
  session: { id: string; cwd: string },
  can: { resume: ResumeBy; signIn: string | null },
  quirks: Quirks,
  loaded: () => void,
): Promise<unknown> {
  if (can.resume === 'none') throw missing(session.id)
  const params = { sessionId: session.id, cwd: session.cwd, mcpServers: [] }
  const method = `session/${can.resume}`
  return connection.request(method, params, ACP_LOAD_MS, loaded).catch((error: unknown) => {
    throw isMissing(error, quirks) ? missing(session.id) : openingError(error, can.signIn)
  })
}

function missing(id: string): AgentError {
  return new AgentError('agent.session_missing', `The agent has no session ${id.slice(0, 100)}.`)
}

/** Resource not found, or invalid params; some agents say it in words only. */
function isMissing(error: unknown, { missing: own }: Quirks): boolean {
  if (!(error instanceof Refused)) return false
  const words = refusalWords(error)
  return error.code === -32002 || MISSING.test(words) || own?.test(words) === true
}

const MISSING = /session .*not found|not found.*session|no (?:previous |such )?sessions?\b|unknown session/i

function openingError(error: unknown, signIn: string | null): unknown {
  if (!(error instanceof Refused)) return error
  if (isSignIn(error.code)) return new AgentError('agent.sign_in', signInWords(error.message, signIn))
  return new AgentError('agent.failed', refusalWords(error))
}
