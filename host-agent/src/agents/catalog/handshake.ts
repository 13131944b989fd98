import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RequestError } from '@agentclientprotocol/sdk'
import type { EventError } from '@hearth/shared/session'
import { toDriver } from '../acp/abilities.ts'
import { Connection } from '../acp/connection.ts'
import { initialize, newSession } from '../acp/opening.ts'
import { optionsOf } from '../acp/options.ts'
import { startProcess } from '../acp/process.ts'
import { Choices, read } from '../acp/wire.ts'
import { type AgentAbilities, AgentError, type ModelSource } from '../driver.ts'
import { OpencodeDriver } from '../opencode/driver.ts'
import { environmentOf } from './find.ts'
import { acpSpec, type DriverPlace, opencodeSpec, waysOf } from './make-driver.ts'
import type { Plan } from './plan.ts'
import type { Found } from './probe.ts'

/** One step of a cold start, and what it took. */
export type Step = { step: string; ms: number }

/** What a cold start showed of an agent. `modes` and `models` count its choices; null where it tells none. */
export type Handshake = {
  steps: Step[]
  version: string | null
  can: AgentAbilities | null
  modes: number | null
  models: number | null
  /** Whose models it would use, where it tells. */
  source: ModelSource | null
  /** The last lines of its error output. */
  tail: string[]
  error: EventError | null
}

/** Starts an agent in a folder of its own, opens a session, and ends it. Bounded by the drivers' own bounds; never rejects. */
export async function shakeHands(plan: Plan, found: Found, place: DriverPlace): Promise<Handshake> {
  const told: Handshake = {
    steps: [],
    version: found.version,
    can: null,
    modes: null,
    models: null,
    source: null,
    tail: [],
    error: null,
  }
  const folder = await mkdtemp(join(tmpdir(), 'hearth-probe-'))
  try {
    const shake = waysOf(plan, found) === 'server' ? overServer : overAcp
    await shake(told, { plan, found, place, folder })
  } catch (error) {
    const known = error instanceof AgentError ? error : new AgentError('agent.failed', String(error))
    told.error = { code: known.code, message: known.message }
    if (known.diagnostics.length > 0) told.tail = [...known.diagnostics]
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  return told
}

type Spot = { plan: Plan; found: Found; place: DriverPlace; folder: string }

async function overServer(told: Handshake, { plan, found, place, folder }: Spot): Promise<void> {
  const driver = new OpencodeDriver(opencodeSpec(plan, found, place))
  try {
    await timed(told, 'start', () => driver.start())
    const health = driver.health()
    if (health.state === 'ready') told.version = health.version
    told.can = driver.abilities()
    told.source = await timed(told, 'models', () => driver.modelSource(folder))
  } finally {
    await timed(told, 'stop', () => driver.stop())
  }
}

async function overAcp(told: Handshake, { plan, found, place, folder }: Spot): Promise<void> {
  const spec = acpSpec(plan, found, place)
  const env = environmentOf(plan, place.person)
  const channel = startProcess({
    program: found.path,
    args: spec.args,
    cwd: folder,
    env: spec.quirks.environment?.(env) ?? env,
    home: place.home,
    id: spec.id,
  })
  const connection = new Connection(channel, {
    update: () => undefined,
    notified: () => undefined,
    request: (method) => Promise.reject(RequestError.methodNotFound(method)),
  })
  try {
    const can = await timed(told, 'initialize', () => initialize(connection, spec, {}))
    told.can = toDriver(can)
    told.version = can.version === 'unknown' ? found.version : can.version
    const { answer } = await timed(told, 'session/new', () => newSession(connection, folder, can.signIn))
    const choices = read(Choices, answer)
    const options = choices === null ? [] : optionsOf(choices).map(({ option }) => option)
    const count = (category: string) =>
      options.find((option) => option.category === category)?.choices.length ?? null
    told.modes = count('mode')
    told.models = count('model')
  } finally {
    await timed(told, 'stop', () => connection.stop())
    told.tail = channel.tail()
  }
}

async function timed<T>(told: Handshake, step: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    return await work()
  } finally {
    told.steps.push({ step, ms: Math.round(performance.now() - began) })
  }
}
