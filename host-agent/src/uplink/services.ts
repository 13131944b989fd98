import type { SignedHead } from '@hearth/shared/crypto'
import type { Agent, Right } from '@hearth/shared/protocol'
import type { Guard } from '../guard/api.ts'
import type { Device } from '../identity/devices.ts'
import type { Management } from '../manage/api.ts'
import type { Passkeys } from '../passkeys/api.ts'
import type { RuleBook } from '../policy/api.ts'
import type { Push } from '../push/api.ts'
import type { Requests } from '../requests/api.ts'
import type { Search } from '../search/api.ts'
import type { Sessions } from '../sessions/api.ts'
import type { FileFinder } from '../worktrees/find-files.ts'
import type { Clock } from './clock.ts'

/** The agents of this host as devices see them. */
export interface AgentsView {
  list(): Agent[]
  onChange(listener: () => void): () => void
}

/** What live channels serve from. */
export interface Services {
  sessions: Sessions
  search: Search
  requests: Requests
  agents: AgentsView
  rules: RuleBook
  guard: Guard
  push: Push
  passkeys: Passkeys
  files: FileFinder
  management: Management
  /** Lowers what a device may do. @throws {HearthError} `host.not_allowed` for anything that it does not have, `host.store` */
  limitDevice(id: string, to: { rights: readonly Right[]; riskMax: Device['riskMax'] }): Promise<Device>
  /** Puts on disk that a device chooses what may let an agent act unasked. @throws {HearthError} `decision.audit` */
  recordOption(choice: {
    session: string
    agent: string
    option: string
    value: string
    by: string
  }): Promise<void>
  /** The host's own record of a device; null as soon as it is revoked or has expired. */
  device(id: string): Device | null
  /** The signed head of the audit, as it is now. */
  auditHead(): SignedHead
  host: { id: string; name: string; version: string }
  bootId: Uint8Array
  policyEpoch(): number
  clock: Clock
  /** Failures that a device is only told about in general. Never holds content. */
  log(line: string): void
}
