import { ERRORS, type ErrorCode, HearthError } from '@hearth/shared/protocol'
import { AgentError } from '../agents/driver.ts'

const isRegistered = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** An agent's failure as a HearthError of the same code; others as they are. */
export const asHearthError = (error: unknown): unknown => {
  if (!(error instanceof AgentError)) return error
  const code = isRegistered(error.code) ? error.code : 'agent.failed'
  return new HearthError(code, error.message, { cause: error })
}
