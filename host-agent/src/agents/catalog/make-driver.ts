import { AcpDriver, type AcpDriverSpec } from '../acp/driver.ts'
import { QUIRKS } from '../acp/quirks/index.ts'
import { NO_QUIRKS } from '../acp/spec.ts'
import type { AgentAbilities, AgentDriver } from '../driver.ts'
import { OPENCODE_ABILITIES, OpencodeDriver, type OpencodeSpec } from '../opencode/driver.ts'
import type { Person } from './find.ts'
import type { Plan } from './plan.ts'
import type { Found } from './probe.ts'

/** Where agents run: HEARTH_HOME, the person's environment, and where a line of what happens goes. */
export type DriverPlace = { home: string; person: Person; log?(line: string): void }

/** How an agent is driven: opencode 1.x through its server, which later versions don't have in this form. */
export function waysOf(plan: Plan, found: Found): 'server' | 'acp' {
  if (plan.entry.by === 'acp') return 'acp'
  // A version that it does not tell is the server's to find out.
  const major = Number(found.version?.split('.')[0] ?? 1)
  return major >= 2 ? 'acp' : 'server'
}

/** What is known of an agent's abilities without a start; null where that has to be seen. */
export function promisedAbilities(plan: Plan, found: Found): AgentAbilities | null {
  return waysOf(plan, found) === 'server' ? OPENCODE_ABILITIES : null
}

/** A driver for an agent as it was found; nothing is started. */
export function makeDriver(plan: Plan, found: Found, place: DriverPlace): AgentDriver {
  return waysOf(plan, found) === 'server'
    ? new OpencodeDriver(opencodeSpec(plan, found, place))
    : new AcpDriver(acpSpec(plan, found, place))
}

/** What ACP's driver is told of an agent. */
export function acpSpec(
  { entry, environment, offers }: Plan,
  { path }: Found,
  place: DriverPlace,
): AcpDriverSpec {
  return {
    id: entry.id,
    label: entry.label,
    command: path,
    args: entry.args,
    env: environment,
    quirks: { signIn: entry.signIn, ...(entry.quirks === null ? NO_QUIRKS : QUIRKS[entry.quirks]) },
    offers,
    home: place.home,
    environment: place.person,
  }
}

/** What opencode's own driver is told. */
export function opencodeSpec(plan: Plan, { path }: Found, place: DriverPlace): OpencodeSpec {
  const [providerID, ...model] = plan.model?.split('/') ?? []
  return {
    home: place.home,
    environment: place.person,
    settings: plan.environment,
    program: path,
    ...(place.log === undefined ? {} : { log: place.log }),
    ...(providerID === undefined || model.length === 0
      ? {}
      : { model: { providerID, modelID: model.join('/') } }),
    ...(plan.mode === null ? {} : { agent: plan.mode }),
  }
}
