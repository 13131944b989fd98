import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { connectControl } from '../../control/client.ts'
import { socketPath } from '../../control/path.ts'
import { readConfig } from '../up/config.ts'
import { type Finding, fine, note, problem } from './check.ts'
import { checkName } from './names.ts'

const Status = v.object({
  relay: v.nullable(v.string()),
  audit: v.nullable(v.string()),
  own: v.boolean(),
  relays: v.array(
    v.object({
      origin: v.string(),
      names: v.array(v.string()),
      state: v.string(),
      error: v.nullable(v.object({ message: v.string() })),
    }),
  ),
})

const asError = (error: unknown): HearthError => {
  if (error instanceof HearthError) return error
  throw error
}

/** What a look at the host agent found; `names` are its relay's, none where it does not run or uses none. */
export interface HostLook {
  readonly findings: readonly Finding[]
  readonly names: readonly string[]
  /** The relay runs in it. */
  readonly own: boolean
}

const without = (finding: Finding): HostLook => ({ findings: [finding], names: [], own: false })

/** Does the host agent run, and is it connected? */
export const checkHost = async (home: string): Promise<HostLook> => {
  try {
    const control = await connectControl(socketPath(home))
    try {
      const { relays, audit, own } = v.parse(Status, await control.call('status'))
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
      return {
        findings: [fine('host agent', 'it runs'), ...lines, ...chain],
        names: relays.flatMap(({ names }) => names),
        own,
      }
    } finally {
      control.close()
    }
  } catch (error) {
    const { code, message } = asError(error)
    if (code === 'control.not_running') return without(note('host agent', 'it does not run', 'hearth up'))
    return without(problem('host agent', message, 'See docs/errors.md.'))
  }
}

/** Do the relay's names work? A relay of one's own runs only with the host agent. */
export const checkRelay = async (home: string, host: HostLook): Promise<Finding[]> => {
  let relay: string | null
  try {
    relay = readConfig(home).relay
  } catch (error) {
    return [problem('relay', asError(error).message, 'Correct the configuration first.')]
  }
  const running = host.names.map((name) => ({ name, own: host.own }))
  const names = running.length > 0 || relay === null ? running : [{ name: relay, own: false }]
  if (names.length === 0) return [note('relay', 'a relay of its own, with the host agent')]
  return (await Promise.all(names.map(checkName))).flat()
}
