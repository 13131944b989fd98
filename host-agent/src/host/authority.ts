import type { CryptoProvider, PublicIdentity } from '@hearth/shared/crypto'
import { toHex } from '@hearth/shared/crypto'
import type { Audit } from '../audit/api.ts'
import type { Guard } from '../guard/api.ts'
import { openGuard } from '../guard/guard.ts'
import type { Devices } from '../identity/devices.ts'
import type { Passkeys } from '../passkeys/api.ts'
import type { RuleBook } from '../policy/api.ts'
import { realFiles } from '../requests/files.ts'
import { createRequests, type HostRequests } from '../requests/service.ts'
import type { Sessions } from '../sessions/api.ts'
import type { SessionBrakes } from '../sessions/service.ts'
import type { HostDatabase } from '../store/open.ts'
import type { Clock } from '../uplink/clock.ts'

interface AuthorityParts {
  readonly db: HostDatabase
  readonly provider: CryptoProvider
  readonly host: PublicIdentity
  readonly devices: Devices
  readonly audit: Audit
  readonly rules: RuleBook
  readonly passkeys: Passkeys
  readonly clock: Clock
  /** Made after this, since they ask here; only called once the host runs. */
  sessions(): Sessions
  log(line: string): void
}

/** All that decides what agents may do: the pending set, the rules it hears, and the brakes. */
export interface Authority {
  readonly requests: HostRequests
  readonly guard: Guard
  /** The brakes as sessions feel them. */
  readonly brakes: SessionBrakes
  close(): void
}

/** Opens the brakes as they were left and ties them, the rules and the pending set to each other. @throws {HearthError} `host.store` */
export const openAuthority = (parts: AuthorityParts): Authority => {
  const { provider, host, devices, audit, rules, passkeys, clock, log } = parts
  const guard = openGuard({
    db: parts.db,
    audit,
    now: () => clock.now(),
    devices: () => devices.list(),
    stop: (session, by) => parts.sessions().stopRunning(session, by),
    denyAll: (by) => requests.denyAll(by),
    warn: log,
  })
  const requests = createRequests({
    provider,
    host,
    devices: deciders(devices),
    audit,
    files: realFiles,
    rules,
    guard,
    passkeys,
    stop: (session, turn, by) => {
      const stopped =
        by === null ? stopAsOwner(parts.sessions(), session) : parts.sessions().stop(session, turn, by)
      stopped.catch(() => log('a turn that was denied and stopped had ended already'))
    },
    say: (session, text, by) => {
      const prompt = { id: toHex(provider.randomBytes(16)), session, by: by ?? toHex(host.id) }
      const content = [{ type: 'text' as const, text }]
      parts
        .sessions()
        .admit({ ...prompt, content, delivery: 'steer' })
        .catch(() => log('a person’s words to a denial could not be given to the agent'))
    },
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
    warn: log,
  })
  let { policyEpoch } = devices
  let isPaused = guard.paused
  const stops = [
    devices.onChange(() => {
      if (devices.policyEpoch !== policyEpoch) requests.policyChanged()
      policyEpoch = devices.policyEpoch
    }),
    rules.onChange(() => {
      devices.raisePolicy()
      policyEpoch = devices.policyEpoch
      requests.policyChanged()
    }),
    guard.onChange(() => {
      if (guard.paused === isPaused) return
      isPaused = guard.paused
      // What rules may allow depends on it.
      requests.policyChanged()
    }),
  ]
  return {
    requests,
    guard,
    brakes: {
      holds: (session) => guard.paused || guard.isHeld(session),
      prompted: (session, by) => guard.prompted(session, by),
      onChange: (listener) => guard.onChange(listener),
    },
    close() {
      for (const stop of stops) stop()
    },
  }
}

const stopAsOwner = async (sessions: Sessions, session: string): Promise<void> =>
  sessions.stopRunning(session, null)

const deciders = (devices: Devices) => ({
  get(id: string) {
    const device = devices.get(id)
    if (device === null) return null
    const { name, rights, riskMax, identity } = device
    return { name, rights, riskMax, signKey: identity.signKey }
  },
  get policyEpoch() {
    return devices.policyEpoch
  },
})
