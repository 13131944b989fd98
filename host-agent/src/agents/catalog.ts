import type { AgentDriver } from './driver.ts'
import { OpencodeDriver, type OpencodeSpec } from './opencode/driver.ts'
import { lookForOpencode } from './opencode/supervisor.ts'

/** What a person may set for an agent. */
export type AgentSettings = {
  /** A path to the program, instead of looking for it. */
  program?: string | undefined
  /** `provider/model`, sent with every prompt. */
  model?: string | undefined
  /** The agent's own mode or persona, such as opencode's `build`. */
  mode?: string | undefined
  /** Added to the agent's environment; null removes a variable. */
  environment?: Readonly<Record<string, string | null>> | undefined
}

export type CatalogSpec = {
  /** HEARTH_HOME. */
  home: string
  /** The person's own environment, of `personEnvironment`; in tests and the tour one built from scratch. */
  environment: Readonly<Record<string, string | undefined>>
  /** By agent; how a person's configuration has it. */
  settings?: Readonly<Record<string, AgentSettings>> | undefined
  log?(line: string): void
}

/** What `doctor` says of an agent without starting it. */
export type Found = { agent: string; path: string | null; looked: string[]; install: string }

/** Drivers of all agents that this version knows, by id; nothing is started. */
export function openCatalog(spec: CatalogSpec): Map<string, AgentDriver> {
  const opencode = new OpencodeDriver(opencodeSpec(spec))
  return new Map<string, AgentDriver>([[opencode.id, opencode]])
}

/** The opencode driver's settings, for whoever needs the driver itself. */
export function opencodeSpec(spec: CatalogSpec): OpencodeSpec {
  const settings = spec.settings?.opencode ?? {}
  const [providerID, ...model] = settings.model?.split('/') ?? []
  return {
    home: spec.home,
    environment: spec.environment,
    settings: settings.environment ?? {},
    program: settings.program ?? null,
    ...(spec.log === undefined ? {} : { log: spec.log }),
    ...(providerID === undefined || model.length === 0
      ? {}
      : { model: { providerID, modelID: model.join('/') } }),
    ...(settings.mode === undefined ? {} : { agent: settings.mode }),
  }
}

/** Looks for every agent's program, and says where and how to get it. */
export function lookForAgents(spec: CatalogSpec): Found[] {
  return [{ agent: 'opencode', ...lookForOpencode(opencodeSpec(spec)) }]
}
