import * as v from 'valibot'
import { Admitted } from './down/admitted.ts'
import { Agents } from './down/agents.ts'
import { AuditHead } from './down/audit-head.ts'
import { CaughtUp } from './down/caught-up.ts'
import { CallError } from './down/error.ts'
import { Guard } from './down/guard.ts'
import { Offer } from './down/offer.ts'
import { Overview } from './down/overview.ts'
import { Pong } from './down/pong.ts'
import { Projects } from './down/projects.ts'
import { Refused } from './down/refused.ts'
import { RequestOpen } from './down/request.ts'
import { RequestGone } from './down/request-gone.ts'
import { Result } from './down/result.ts'
import { Revoked } from './down/revoked.ts'
import { SessionLine } from './down/session.ts'
import { SessionAgents } from './down/session-agents.ts'
import { Snapshot } from './down/snapshot.ts'
import { Welcome } from './down/welcome.ts'

/** Everything a host may say to a device. Events of sessions travel beside these, in compact form (live.ts). */
export const Down = v.variant('t', [
  Welcome,
  Overview,
  Projects,
  Agents,
  SessionLine,
  SessionAgents,
  Snapshot,
  CaughtUp,
  Admitted,
  Refused,
  RequestOpen,
  RequestGone,
  Offer,
  Guard,
  AuditHead,
  Pong,
  CallError,
  Revoked,
  Result,
])
export type Down = v.InferOutput<typeof Down>
