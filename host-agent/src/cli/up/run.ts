import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import type { Transport } from '@hearth/shared/transport'
import { Catalog, type CatalogSpec } from '../../agents/catalog/catalog.ts'
import { sweepOrphans } from '../../agents/process/orphan.ts'
import { personEnvironment } from '../../agents/process/person.ts'
import { agentsHandlers } from '../../control/agents.ts'
import { controlHandlers } from '../../control/handlers.ts'
import { lockHome } from '../../control/lock.ts'
import { socketPath } from '../../control/path.ts'
import { serveControl } from '../../control/server.ts'
import { type Host, startHost } from '../../host/compose.ts'
import { ensurePrivateDirectory } from '../../identity/private-file.ts'
import { createLogger, type Logger } from '../../log/logger.ts'
import type { RelayPlace } from '../../uplink/uplink.ts'
import { VERSION } from '../../version.ts'
import { migrateAgents, readConfig, writeConfig } from './config.ts'
import { findFaces } from './faces.ts'
import { noticeDecisions } from './notices.ts'
import { desktopNotifier, type Notifier } from './notifier.ts'
import { startOwnRelay } from './relay.ts'

/** What `hearth up` is told. */
export interface RunOptions {
  readonly home: string
  readonly transport: Transport
  /** What this process was started with; the agents' environment is made from it. */
  readonly environment: CatalogSpec['environment']
  /** Origin of a relay to use from now on. */
  readonly relay?: string
  /** Port for the relay of one's own; 0 takes a free one. */
  readonly port?: number
  /** The name that a proxy in front of the relay of one's own gives it, from now on; null forgets it. */
  readonly public?: string | null
  /** Whom push services are to ask about this host, from now on (push/contact.ts); null forgets it. */
  readonly contact?: string | null
  /** Uses no relay at all. */
  readonly noRelay?: boolean
  /** Folders to allow. */
  readonly projects: readonly string[]
  complain(text: string): void
  /** What shows notices; the desktop's own by default, null for nothing. */
  readonly notifier?: Notifier | null
}

/** The relay that a host agent uses. */
export interface RunningRelay {
  /** Where the host dials it. */
  readonly origin: string
  /** It runs here. */
  readonly own: boolean
  /** The name that a proxy in front of it gives it. */
  readonly public: string | null
  /** It serves the web view; null for a relay elsewhere, which is not asked. */
  readonly web: boolean | null
}

/** A host agent that runs. */
export interface Running {
  readonly home: string
  readonly socket: string
  readonly host: Host
  readonly agents: Catalog
  readonly logger: Logger
  /** Null without a relay. */
  readonly relay: RunningRelay | null
  /** Resolves when somebody asks it to end (`hearth down`). */
  readonly asked: Promise<void>
  close(): Promise<void>
}

type Undo = () => Promise<void> | void

/** Undoes in reverse order; a failure in one does not keep the others from running. */
const undoAll = async (undos: readonly Undo[], logger: Logger): Promise<void> => {
  for (const undo of [...undos].reverse()) {
    try {
      await undo()
    } catch (error) {
      logger.error(`while ending: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/**
 * Starts everything: the lock on the home, the relay of one's own unless another is named, the host, the control
 * socket. What was started is ended again when something fails.
 * @throws {HearthError} `control.running`, `control.path`, `relay.port_in_use`, `keys.*`, `host.store`, `host.project_*`
 */
export const runHost = async (options: RunOptions): Promise<Running> => {
  const { home } = options
  ensurePrivateDirectory(home)
  const socket = socketPath(home)
  const unlock = lockHome(home)
  const undos: Undo[] = [unlock]
  const logger = createLogger(home, options.complain)
  try {
    const environment = personEnvironment(options.environment, { log: (line) => logger.info(line) })
    migrateAgents(home)
    const orphans = sweepOrphans(home)
    if (orphans > 0) logger.info(`agents that an earlier run had left, ended: ${orphans}`)
    const relay = await openRelay(options, logger, undos)
    const agents = new Catalog({
      home,
      environment: await environment,
      log: (line) => logger.info(line),
    })
    undos.push(() => agents.close())
    // Looking for programs takes a moment that nobody has to wait for.
    void agents.start()
    const host = await startHost({
      home,
      transport: options.transport,
      relays: relay === null ? [] : [placeOf(relay)],
      agents,
      provider: createNodeProvider(),
      version: VERSION,
      contact: contactOf(options),
      log: (line) => logger.info(line),
    })
    undos.push(() => host.close())
    const desk = { platform: process.platform, env: process.env }
    const notifier = options.notifier === undefined ? desktopNotifier(desk) : options.notifier
    if (notifier !== null)
      undos.push(
        noticeDecisions({
          ...{ audit: host.audit, notifier, env: process.env, now: Date.now },
          log: (line) => logger.info(line),
        }),
      )
    for (const folder of options.projects) await host.projects.add(folder)
    let ask = (): void => undefined
    const asked = new Promise<void>((resolve) => {
      ask = resolve
    })
    const handlers = controlHandlers({
      host,
      relays: relay === null ? [] : namesOf(relay).reverse(),
      ownRelay: relay?.own ?? false,
      facts: {
        home,
        pid: process.pid,
        startedAt: Date.now(),
        relay: relay?.origin ?? null,
        own: relay?.own ?? false,
        web: relay?.web ?? null,
      },
      stop: () => ask(),
    })
    const control = await serveControl(socket, { ...handlers, ...agentsHandlers(agents) })
    undos.push(() => control.close())
    logger.info(`up: version ${VERSION}, process ${process.pid}`)
    let closing: Promise<void> | undefined
    const close = (): Promise<void> => {
      closing ??= undoAll(undos, logger).then(() => logger.info('down'))
      return closing
    }
    return { home, socket, host, agents, logger, relay, asked, close }
  } catch (error) {
    logger.error(`could not start: ${error instanceof Error ? error.message : String(error)}`)
    await undoAll(undos, logger)
    throw error
  }
}

/** The relay's names, the one that this host dials first. */
const namesOf = ({ origin, public: name }: RunningRelay): string[] =>
  name === null ? [origin] : [origin, name]

/** The relay of one's own knows its host by one key, whatever its port: a second key could not take its room. */
const OWN_ACCOUNT = 'http://127.0.0.1'

const placeOf = (relay: RunningRelay): RelayPlace => ({
  origin: relay.origin,
  others: namesOf(relay).slice(1),
  ...(relay.own ? { account: OWN_ACCOUNT } : {}),
})

/** The contact that was said now, which is kept, or before. @throws {HearthError} `input.invalid`, `keys.*` */
const contactOf = ({ home, contact }: RunOptions): string | null => {
  const config = readConfig(home)
  const known = config.contact ?? null
  if (contact === undefined || contact === known) return known
  writeConfig(home, { ...config, contact })
  return contact
}

const openRelay = async (options: RunOptions, logger: Logger, undos: Undo[]): Promise<Running['relay']> => {
  const { home } = options
  if (options.noRelay) return null
  const config = readConfig(home)
  const { relay } = options
  if (relay !== undefined && typeof options.public === 'string') {
    throw new HearthError(
      'input.invalid',
      '--public names the relay that runs here, and --relay one elsewhere: give one of them',
    )
  }
  if (relay !== undefined && relay !== config.relay) writeConfig(home, { ...config, relay })
  const ownIsMeant = options.port !== undefined || typeof options.public === 'string'
  const origin = relay ?? (ownIsMeant ? null : config.relay)
  if (origin !== null) return { origin, own: false, public: null, web: null }
  const known = config.public ?? null
  const name = options.public === undefined ? known : options.public
  const plan = { home, port: options.port ?? config.port, public: name }
  const pushHosts = options.environment.RELAY_PUSH_HOSTS
  const own = await startOwnRelay({ ...plan, pushHosts }, logger)
  undos.push(() => own.close())
  if (own.port !== config.port || config.relay !== null || name !== known)
    writeConfig(home, { ...config, relay: null, port: own.port, public: name })
  return { origin: own.url, own: true, public: name, web: findFaces().web !== null }
}
