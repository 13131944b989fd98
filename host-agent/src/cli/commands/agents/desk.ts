import { Agent, HearthError } from '@hearth/shared/protocol'
import { EventError } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Diagnosis } from '../../../agents/catalog/diagnose.ts'
import type { CustomAgent } from '../../../agents/catalog/settings.ts'
import type { ControlHandlers } from '../../../control/server.ts'
import { type CliContext, withControl } from '../../context.ts'
import { DIAGNOSE_MS } from '../../limits.ts'

const Listed = v.object({
  agents: v.array(v.object({ ...Agent.entries, program: v.nullable(v.string()), todo: v.string() })),
  config: v.nullable(EventError),
})
export type Listed = v.InferOutput<typeof Listed>

/** The agents of this host, whether its host agent runs or not. */
export interface Desk {
  list(): Promise<Listed>
  enable(agent: string, enabled: boolean): Promise<void>
  add(agent: CustomAgent): Promise<void>
  remove(agent: string): Promise<void>
  diagnose(agent: string): Promise<Diagnosis>
}

type Call = (method: string, params: unknown, ms?: number) => Promise<unknown>

const deskOn = (call: Call): Desk => ({
  list: async () => v.parse(Listed, await call('agents', null, DIAGNOSE_MS)),
  enable: async (agent, enabled) => void (await call('agents.enable', { agent, enabled })),
  add: async (agent) => void (await call('agents.add', agent)),
  remove: async (agent) => void (await call('agents.remove', { agent })),
  // Both ends are of one version: the socket is of this very home.
  diagnose: async (agent) => (await call('agents.diagnose', { agent }, DIAGNOSE_MS)) as Diagnosis,
})

/** Works with the running host agent's agents, else with the files themselves. */
export const withDesk = async <T>(context: CliContext, work: (desk: Desk) => Promise<T>): Promise<T> => {
  try {
    return await withControl(context, (control) =>
      work(
        deskOn((method, params, timeoutMs) =>
          control.call(method, params, timeoutMs === undefined ? {} : { timeoutMs }),
        ),
      ),
    )
  } catch (error) {
    if (!(error instanceof HearthError) || error.code !== 'control.not_running') throw error
  }
  return withoutHost(context, work)
}

const withoutHost = async <T>({ home, out }: CliContext, work: (desk: Desk) => Promise<T>): Promise<T> => {
  // Loaded when needed: with a host agent running, this command does without the drivers.
  const { Catalog } = await import('../../../agents/catalog/catalog.ts')
  const { personEnvironment } = await import('../../../agents/process/person.ts')
  const { agentsHandlers } = await import('../../../control/agents.ts')
  const { ensurePrivateDirectory } = await import('../../../identity/private-file.ts')
  const { migrateAgents } = await import('../../up/config.ts')
  ensurePrivateDirectory(home)
  migrateAgents(home)
  const log = (line: string) => out.note(`hearth: ${line}`)
  const catalog = new Catalog({ home, environment: await personEnvironment(process.env, { log }) })
  try {
    const handlers: ControlHandlers = agentsHandlers(catalog)
    return await work(deskOn(async (method, params) => handlers[method]?.(params, NO_CALL)))
  } finally {
    await catalog.close()
  }
}

/** Nothing is sent along with these calls. */
const NO_CALL = {
  send: () => undefined,
  input: () => Promise.reject(new HearthError('control.lost')),
  signal: new AbortController().signal,
}
