import { RequestError } from '@agentclientprotocol/sdk'
import { AgentError } from '../driver.ts'
import type { Abilities } from './abilities.ts'
import type { MakeClientSide } from './client-side.ts'
import { Connection, type Listener } from './connection.ts'
import { initialize, takeUp } from './opening.ts'
import type { Channel } from './process.ts'
import { Replay } from './record.ts'
import type { AcpSpec } from './spec.ts'

/** An agent that is asked something without a prompt. */
export type Probe = { connection: Connection; can: Abilities }

/** Runs `ask` on an agent that was just started for it, and ends the agent. @throws {AgentError} */
export async function probe<T>(
  channel: Channel,
  spec: AcpSpec,
  ask: (probe: Probe) => Promise<T>,
  update: Listener['update'] = () => undefined,
): Promise<T> {
  const connection = new Connection(channel, { ...DEAF, update })
  try {
    return await ask({ connection, can: await initialize(connection, spec, {}) })
  } finally {
    await connection.stop()
  }
}

/** The agent's own record of a conversation. @throws {AgentError} */
export async function readRecord(
  channel: Channel,
  spec: AcpSpec,
  session: { id: string; cwd: string },
): Promise<{ replay: Replay; can: Abilities }> {
  const replay = new Replay(spec.quirks)
  let isLoading = true
  return probe(
    channel,
    spec,
    async ({ connection, can }) => {
      if (!can.record) throw new AgentError('agent.unsupported', `${spec.label} does not give its record.`)
      const by = { resume: 'load', signIn: can.signIn } as const
      await takeUp(connection, session, by, spec.quirks, () => {
        isLoading = false
      })
      return { replay, can }
    },
    (id, update) => {
      if (isLoading && id === session.id) replay.hear(update)
    },
  )
}

/** It asks nothing of us where it is not prompted. */
const DEAF: Listener = {
  update: () => undefined,
  notified: () => undefined,
  request: (method) => Promise.reject(RequestError.methodNotFound(method)),
}

/** A client side that serves nothing. */
export const noClientSide: MakeClientSide = () => ({
  capabilities: () => ({}),
  handle: (method) => Promise.reject(RequestError.methodNotFound(method)),
  notified: () => undefined,
  output: () => null,
  onOutput: () => () => undefined,
  setTurn: () => undefined,
  allowed: () => undefined,
  tasks: () => [],
  onTasks: () => () => undefined,
  stopTask: async () => {
    throw new AgentError('agent.unsupported', 'There is no such command.')
  },
  close: async () => undefined,
})
