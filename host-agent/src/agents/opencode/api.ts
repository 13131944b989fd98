import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { AgentError } from '../driver.ts'
import { CALL_TIMEOUT_MS, REFUSAL_LENGTH } from '../limits.ts'
import type { OpencodeServer } from './server.ts'

/** The SDK's client for a server of ours. */
export function clientFor(server: OpencodeServer): OpencodeClient {
  return createOpencodeClient({ baseUrl: server.url, headers: { authorization: server.authorization } })
}

/** What a call of the SDK resolves to: it does not throw on refusals, only where there was no answer. */
type Answered<T> = { data?: T | undefined; error?: unknown; response?: Response | undefined }

/** An answer of opencode that is not a success. `status` is the HTTP status. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/**
 * Waits for a call of the SDK, CALL_TIMEOUT_MS at most unless `ms` says otherwise.
 * @throws {Refused} when opencode answered with an error
 * @throws {AgentError} `agent.unresponsive` when it did not answer: what it did is not known
 */
export async function call<T>(
  what: string,
  send: (options: { signal: AbortSignal }) => Promise<Answered<T>>,
  ms: number = CALL_TIMEOUT_MS,
): Promise<T | undefined> {
  let answer: Answered<T>
  try {
    answer = await send({ signal: AbortSignal.timeout(ms) })
  } catch (error) {
    throw unresponsive(what, error)
  }
  if (answer.response === undefined) throw unresponsive(what, answer.error)
  if (answer.error === undefined && answer.response.ok) return answer.data
  throw new Refused(answer.response.status, `opencode refused to ${what}: ${detail(answer)}`)
}

function unresponsive(what: string, error: unknown): AgentError {
  const why = error instanceof Error ? error.message : String(error)
  return new AgentError('agent.unresponsive', `opencode did not answer when asked to ${what}: ${why}.`)
}

function detail(answer: Answered<unknown>): string {
  const text = JSON.stringify(answer.error) ?? ''
  return `status ${answer.response?.status ?? 0} ${text.slice(0, REFUSAL_LENGTH)}`
}
