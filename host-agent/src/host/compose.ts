import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type RawKeyProvider, relayOrigin, toHex } from '@hearth/shared/crypto'
import { HearthError, type Right } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import type { Transport } from '@hearth/shared/transport'
import type { Audit } from '../audit/api.ts'
import { AUDIT_FILE } from '../audit/archive.ts'
import { openAudit } from '../audit/log.ts'
import type { Guard } from '../guard/api.ts'
import { type Device, type Devices, openDevices } from '../identity/devices.ts'
import { openHostKeys } from '../identity/keys.ts'
import type { Pairing, PairingSpec } from '../identity/pairing.ts'
import { ensurePrivateDirectory } from '../identity/private-file.ts'
import { openManagement } from '../manage/manage.ts'
import type { Passkeys } from '../passkeys/api.ts'
import { openPasskeys } from '../passkeys/passkeys.ts'
import type { RuleBook } from '../policy/api.ts'
import { openRules } from '../policy/book.ts'
import { createProjects, type Projects } from '../projects/projects.ts'
import { openPush } from '../push/service.ts'
import { realFiles } from '../requests/files.ts'
import type { HostRequests } from '../requests/service.ts'
import type { Search } from '../search/api.ts'
import { openSearch } from '../search/search.ts'
import type { Sessions } from '../sessions/api.ts'
import { openSessions } from '../sessions/service.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { type Clock, systemClock } from '../uplink/clock.ts'
import type { LineStatus } from '../uplink/relay-line.ts'
import { type Presence, type RelayPlace, Uplink } from '../uplink/uplink.ts'
import { createFileFinder } from '../worktrees/find-files.ts'
import type { HostAgents } from './agents.ts'
import { openAuthority } from './authority.ts'
import { MAX_HOST_NAME } from './limits.ts'
import { Pairings } from './pairings.ts'

/** What the host is made of. */
export interface HostOptions {
  /** HEARTH_HOME. */
  home: string
  transport: Transport
  relays: readonly RelayPlace[]
  /** Whoever made them closes them, after the host. */
  agents: HostAgents
  provider: RawKeyProvider
  version: string
  /** What devices call this host; the machine's name by default. */
  name?: string
  clock?: Clock
  /** Whom push services are to ask about this host: `mailto:` or `https:`; by default the relay's https name. */
  contact?: string | null
  log(line: string): void
}

/** How the host is, for `hearth status`. `audit`: what is wrong with it, or null. */
export interface HostStatus {
  id: string
  name: string
  version: string
  relays: LineStatus[]
  present: Presence[]
  devices: number
  pending: number
  policyEpoch: number
  audit: string | null
}

/** What a device may still do. */
export interface Limit {
  readonly rights: readonly Right[]
  readonly riskMax: Device['riskMax']
}

/** A running host. */
export interface Host {
  readonly projects: Projects
  readonly sessions: Sessions
  readonly search: Search
  readonly requests: HostRequests
  readonly rules: RuleBook
  readonly guard: Guard
  readonly passkeys: Passkeys
  readonly devices: Devices
  readonly agents: HostAgents
  readonly audit: Audit
  /** Makes a pairing link and waits for its device. @throws {HearthError} `pairing.too_many`, `relay.*` */
  pair(spec: PairingSpec): Promise<Pairing>
  /** Forgets a device and cuts it at once. Null if there was none. @throws {HearthError} `host.store` */
  revoke(device: string): Promise<Device | null>
  /** Lowers what a device may do. @throws {HearthError} `host.not_allowed` for anything that it does not have, `host.store` */
  limit(device: string, to: Limit): Promise<Device>
  status(): HostStatus
  close(): Promise<void>
}

/**
 * Starts the host: keys, database, audit, sessions, and the connection to each relay.
 * @throws {HearthError} `keys.*`, `host.store`; an audit that can't be trusted is reported in `status` instead
 */
export const startHost = async (options: HostOptions): Promise<Host> => {
  ensurePrivateDirectory(options.home)
  const db = openDatabase(join(options.home, 'host.db'))
  try {
    return await furnish(options, db)
  } catch (error) {
    db.close()
    throw error
  }
}

const furnish = async (options: HostOptions, db: HostDatabase): Promise<Host> => {
  const { home, provider, log } = options
  const clock = options.clock ?? systemClock
  const relays = options.relays.map(({ origin, others, ...rest }) => ({
    ...rest,
    origin: relayOrigin(origin),
    others: others.map(relayOrigin),
  }))
  const devices = openDevices(db, provider, () => clock.now())
  const keys = await openHostKeys(provider, home, devices.everPaired || existsSync(join(home, AUDIT_FILE)))
  const audit = await openAudit({
    provider,
    host: keys.identity,
    home,
    now: () => clock.now(),
    warn: log,
  })
  if (audit.trouble !== null) log(audit.trouble)
  const passkeys = openPasskeys({
    db,
    randomBytes: (length) => provider.randomBytes(length),
    now: () => clock.now(),
    record: async ({ device, id: key, publicKey, site }) => {
      const hex = publicKey === null ? null : toHex(publicKey)
      await audit.append({ type: 'passkey', device, id: key, publicKey: hex, ...(site && { site }) })
    },
  })
  const rules = openRules({
    db,
    ground: { files: realFiles, own: [realFiles.realpath(home) ?? home] },
    randomId: () => toHex(provider.randomBytes(8)),
    now: () => clock.now(),
    record: (entry) => audit.append(entry),
    warn: log,
  })
  const authority = openAuthority({
    ...{ db, provider, host: keys.identity, devices, audit, rules, passkeys, clock, log },
    sessions: () => sessions,
  })
  const { requests, guard, brakes } = authority
  const projects = createProjects(db)
  const { agents } = options
  const agentLabel = (agent: string) => agents.list().find(({ id }) => id === agent)?.label ?? agent
  const sessions: Sessions = openSessions({
    db,
    projects,
    requests,
    brakes,
    driver: (agent) => agents.driver(agent),
    label: agentLabel,
    worktrees: join(home, 'worktrees'),
    report: (error) => log(`sessions: ${codeOf(error)}`),
    clock,
  })
  const search = openSearch({ db, sessions })
  const limit = async (device: string, to: Limit, by: string | null): Promise<Device> => {
    const limited = devices.limit(device, to)
    const { rights, riskMax } = limited
    await audit
      .append({ type: 'limited', device, rights: [...rights], riskMax, by })
      .catch(() => log('that a device may do less was not recorded'))
    return limited
  }
  const revoke = async (device: string, by: string | null): Promise<Device | null> => {
    const removed = devices.remove(device)
    if (removed === null) return null
    await audit
      .append({ type: 'revoked', device, policyEpoch: devices.policyEpoch, by })
      .catch((error: unknown) => log(`the revocation was not recorded (${codeOf(error)})`))
    return removed
  }
  const management = openManagement({
    ...{ db, devices, audit, agents, revoke },
    isLive: (device) => uplink.present().some((present) => present.device === device),
    now: () => clock.now(),
  })
  const id = toHex(keys.identity.id)
  const name = visible(options.name ?? hostname()).slice(0, MAX_HOST_NAME) || 'host'
  const push = openPush({
    home,
    db,
    host: id,
    ...{ devices, guard, requests, sessions, agentLabel },
    line: (relay) => uplink.line(relay),
    clock,
    contact: options.contact ?? null,
    log,
  })
  const uplink = new Uplink({
    provider,
    identity: keys.identity,
    relayKey: (account) => keys.relay(account),
    transport: options.transport,
    relays,
    devices,
    services: {
      sessions,
      search,
      requests,
      agents,
      rules,
      guard,
      push,
      passkeys,
      files: createFileFinder({ now: () => clock.now() }),
      management,
      limitDevice: (device, to) => limit(device, to, device),
      recordOption: async (choice) => void (await audit.append({ type: 'option', ...choice })),
      device: (device) => devices.get(device),
      auditHead: () => audit.head,
      host: { id, name, version: options.version },
      bootId: provider.randomBytes(16),
      policyEpoch: () => devices.policyEpoch,
      clock,
      log,
    },
    onPairingPipe: (pipe) => pairings.accept(pipe),
    onStatus: ({ origin, state, error }) =>
      log(`relay ${origin}: ${state}${error === null ? '' : ` (${error.code})`}`),
  })
  const pairings = new Pairings(
    {
      provider,
      identity: keys.identity,
      name,
      devices,
      clock,
      record: async (device) => {
        const { id: deviceId, name: deviceName, certificate } = device
        await audit.append({
          type: 'paired',
          device: deviceId,
          name: deviceName,
          certificate: toHex(certificate),
        })
      },
      alarm: (pid) => {
        log(
          'A pairing link was used a second time: somebody else has seen it. If the digits differ, decline.',
        )
        audit
          .append({ type: 'pairing-alarm', pid })
          .catch(() => log('The audit did not take a pairing alarm.'))
      },
      announce: async (relay) => {
        try {
          await uplink.line(relay).devicesChanged()
        } catch {
          log(`the relay ${relay} did not take the device list; it hears it when it is back`)
        }
      },
    },
    (origin) => uplink.line(origin),
  )
  const stops = [
    audit.onHead(() => uplink.pushAuditHead()),
    devices.onChange((change) => {
      if (change.type === 'removed') passkeys.forget(change.device.id)
    }),
  ]
  uplink.start()
  return {
    projects,
    sessions,
    search,
    requests,
    rules,
    guard,
    passkeys,
    devices,
    agents,
    audit,
    pair: (spec) => pairings.start({ ...spec, relayOrigin: relayOrigin(spec.relayOrigin) }),
    revoke: (device) => revoke(device, null),
    limit: (device, to) => limit(device, to, null),
    status: () => ({
      id,
      name,
      version: options.version,
      relays: uplink.status(),
      present: uplink.present(),
      devices: devices.list().length,
      pending: requests.pending().length,
      policyEpoch: devices.policyEpoch,
      audit: audit.trouble,
    }),
    async close() {
      for (const stop of stops) stop()
      authority.close()
      pairings.close()
      push.close()
      uplink.close()
      await sessions.close()
      devices.close()
      await audit.close()
      db.close()
    },
  }
}

const codeOf = (error: unknown): string => (error instanceof HearthError ? error.code : 'host.internal')
