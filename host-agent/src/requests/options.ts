import type { CryptoProvider, PublicIdentity } from '@hearth/shared/crypto'
import type { Right } from '@hearth/shared/protocol'
import type { Audit } from '../audit/api.ts'
import type { Guard } from '../guard/api.ts'
import type { Passkeys } from '../passkeys/api.ts'
import type { RuleBook } from '../policy/api.ts'
import type { After } from './deliver.ts'
import type { Files } from './files.ts'

/** A paired device as far as decisions need it, from the host's own record. */
export interface Decider {
  readonly name: string
  readonly signKey: Uint8Array
  readonly rights: readonly Right[]
  readonly riskMax: number
}

/** What the requests room needs to know of paired devices. */
export interface DeciderBook {
  get(device: string): Decider | null
  readonly policyEpoch: number
}

/** What the requests room is made of. */
export interface RequestsOptions {
  provider: CryptoProvider
  host: PublicIdentity
  devices: DeciderBook
  audit: Audit
  files: Files
  rules: Pick<RuleBook, 'judge' | 'used' | 'suggest' | 'wouldAllow' | 'add' | 'remember' | 'outcome'>
  guard: Pick<Guard, 'paused' | 'isHeld' | 'isShutOut' | 'admits' | 'denied'>
  passkeys: Pick<Passkeys, 'of' | 'verify'>
  /** Somebody denied a request and wants its turn to end. */
  stop(session: string, turn: number, by: string | null): void
  /** Gives a session's agent a person's words that its reply had no place for, as a prompt that steers. */
  say(session: string, text: string, by: string | null): void
  now(): number
  after: After
  /** Something went wrong that nobody waits for. */
  warn(message: string): void
}
