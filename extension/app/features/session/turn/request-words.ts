import type { RequestOutcome, TurnRequest } from '@hearth/shared/session'
import { REQUEST_OUTCOMES, sayWho } from '../words.ts'

/** How a request ended and by whom: "Allowed by you:". `me`, `host`: their ids. */
export const requestLine = (request: TurnRequest, me: string, host: string): string => {
  if (request.outcome === null) return ''
  if (request.rule !== null) return `${REQUEST_OUTCOMES[request.outcome]} by a rule:`
  const who = sayWho(request.by, me, host)
  const outcome = REQUEST_OUTCOMES[request.outcome]
  return who === null ? `${outcome}:` : `${outcome} by ${who}:`
}

const ORDER = [
  'allowed',
  'denied',
  'answered',
  'withdrawn',
  'unknown',
] as const satisfies readonly RequestOutcome[]

/** Many requests in one line: "7 requests: 5 allowed, 2 denied". */
export const requestsSummary = (requests: readonly TurnRequest[]): string => {
  const parts = ORDER.map((outcome) => {
    const count = requests.filter((request) => request.outcome === outcome).length
    return count === 0 ? '' : `${count} ${REQUEST_OUTCOMES[outcome].toLowerCase()}`
  }).filter((part) => part !== '')
  return `${requests.length} requests: ${parts.join(', ')}`
}
