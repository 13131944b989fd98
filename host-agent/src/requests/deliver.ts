import { ERRORS, type ErrorCode, HearthError } from '@hearth/shared/protocol'
import { AgentError, type ReplyResult } from '../agents/driver.ts'
import { REPLY_MS } from './limits.ts'

/** Waits on an injected clock. */
export type After = (ms: number, run: () => void) => () => void

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** A failure of an agent as the wire names it. */
const wireError = (error: unknown): HearthError => {
  if (error instanceof HearthError) return error
  if (error instanceof AgentError && isCode(error.code)) return new HearthError(error.code, error.message)
  return new HearthError('agent.failed', undefined, { cause: error })
}

/** How the agent took a reply; `unknown` where it did not say so in time: it may have heard it. */
export type Delivery = ReplyResult | 'unknown'

/**
 * Gives a reply to the agent and says how it took it.
 * @throws {HearthError} `agent.*` when the reply could not be given
 */
export const deliver = async (reply: () => Promise<ReplyResult>, after: After): Promise<Delivery> => {
  let cancel = (): void => undefined
  const late = new Promise<Delivery>((resolve) => {
    cancel = after(REPLY_MS, () => resolve('unknown'))
  })
  try {
    return await Promise.race([reply(), late])
  } catch (error) {
    throw wireError(error)
  } finally {
    cancel()
  }
}
