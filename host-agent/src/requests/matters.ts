import { toHex } from '@hearth/shared/crypto'
import type { AgentRequest } from '../agents/driver.ts'
import { askedOf } from './asked.ts'
import type { Matter } from './entry.ts'
import { freeze } from './facts.ts'
import type { RequestsOptions } from './options.ts'

/** What an agent asks for, and where. */
export interface AskSpec {
  readonly session: string
  readonly turn: number
  readonly agent: string
  readonly cwd: string
  readonly ask: AgentRequest
}

/** Makes what a request is about, from a copy of what the agent asks. */
export const matterOf = (
  id: string,
  spec: AskSpec,
  createdAt: number,
  options: Pick<RequestsOptions, 'host' | 'devices' | 'files'>,
): Matter => {
  const { ask } = spec
  if (ask.kind !== 'permission') return { kind: 'asked', asked: askedOf(ask) }
  const origin = {
    hostId: toHex(options.host.id),
    request: id,
    session: spec.session,
    turn: spec.turn,
    agent: spec.agent,
    root: spec.cwd,
    tool: structuredClone(ask.tool),
    ask: structuredClone(ask.ask),
    words: ask.words,
  }
  const { policyEpoch } = options.devices
  const frozen = freeze(origin, { createdAt, policyEpoch }, options.files)
  return { kind: 'permission', origin, frozen, reply: (decision) => ask.reply(decision) }
}
