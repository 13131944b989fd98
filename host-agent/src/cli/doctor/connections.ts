import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { connectControl } from '../../control/client.ts'
import { socketPath } from '../../control/path.ts'
import { HEALTH_MS } from '../limits.ts'
import { readConfig } from '../up/config.ts'
import { type Finding, fine, note, problem } from './check.ts'

const Status = v.object({
  relay: v.nullable(v.string()),
  audit: v.nullable(v.string()),
  relays: v.array(
    v.object({ origin: v.string(), state: v.string(), error: v.nullable(v.object({ message: v.string() })) }),
  ),
})

const asError = (error: unknown): HearthError => {
  if (error instanceof HearthError) return error
  throw error
}

/** Does the host agent run, and is it connected? */
export const checkHost = async (home: string): Promise<Finding[]> => {
  try {
    const control = await connectControl(socketPath(home))
    try {
      const { relays, audit } = v.parse(Status, await control.call('status'))
      const lines = relays.map(({ origin, state, error }) =>
        state === 'connected'
          ? fine('connection', `${origin} is connected`)
          : problem(
              'connection',
              `${origin}: ${error?.message ?? state}`,
              'Check the network and the relay; the host tries again by itself.',
            ),
      )
      const chain =
        audit === null
          ? []
          : [problem('audit', audit, 'See docs/errors.md; decisions are refused until it can be trusted.')]
      return [fine('host agent', 'it runs'), ...lines, ...chain]
    } finally {
      control.close()
    }
  } catch (error) {
    const { code, message } = asError(error)
    if (code === 'control.not_running') return [note('host agent', 'it does not run', 'hearth up')]
    return [problem('host agent', message, 'See docs/errors.md.')]
  }
}

/** Does the relay that is configured answer? A relay of one's own runs only with the host agent. */
export const checkRelay = async (home: string): Promise<Finding> => {
  let relay: string | null
  try {
    relay = readConfig(home).relay
  } catch (error) {
    return problem('relay', asError(error).message, 'Correct the configuration first.')
  }
  if (relay === null) return note('relay', 'a relay of its own, with the host agent')
  try {
    const response = await fetch(new URL('/health', relay), {
      signal: AbortSignal.timeout(HEALTH_MS),
      redirect: 'error',
    })
    if (response.ok) return fine('relay', `${relay} answers`)
    return problem(
      'relay',
      `${relay} answers with status ${response.status}`,
      'Ask whoever runs it, or look at its log.',
    )
  } catch {
    return problem('relay', `${relay} does not answer`, 'Check the address and the network.')
  }
}
