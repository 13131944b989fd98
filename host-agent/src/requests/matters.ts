import { toHex } from '@hearth/shared/crypto'
import type { AskSpec } from './api.ts'
import { askedOf } from './asked.ts'
import type { Matter } from './entry.ts'
import { envOf, freeze, type Moment } from './facts.ts'
import type { RequestsOptions } from './options.ts'

/** Makes what a request is about, from a copy of what the agent asks. */
export const matterOf = (
  id: string,
  spec: AskSpec,
  moment: Moment,
  options: Pick<RequestsOptions, 'host' | 'files'>,
): Matter => {
  const { ask } = spec
  if (ask.kind !== 'permission') return { kind: 'asked', asked: askedOf(ask) }
  const origin = {
    hostId: toHex(options.host.id),
    request: id,
    session: spec.session,
    turn: spec.turn,
    agent: spec.agent,
    project: spec.project,
    root: spec.cwd,
    provenance: spec.provenance,
    tool: structuredClone(ask.tool),
    ask: structuredClone(ask.ask),
    words: ask.words,
  }
  return {
    kind: 'permission',
    origin,
    frozen: freeze(origin, moment, options.files),
    env: () => envOf(ask.ask),
    reply: (decision) => ask.reply(decision),
  }
}
