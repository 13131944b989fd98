import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelOptions, type ScriptedModel, startScriptedModel } from '@hearth/host-agent/demo/model'
import { configureOpencode } from './agent-home.ts'
import { configureAgents, type WorldAgent } from './agents.ts'
import { Device } from './device.ts'
import { freePort } from './free-port.ts'
import { Hearth } from './hearth.ts'
import { HostProcess } from './host-process.ts'
import { killAll, processesOf, type Running } from './processes.ts'
import { RelayProcess } from './relay-process.ts'
import { makeSandbox, type Sandbox } from './sandbox.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
import { until } from './wait.ts'

/** Lines of a log file in a failure's message. */
const LOG_TAIL = 40

/**
 * Everything of one story: a temporary home, a model that follows a script, a relay in a process of its own behind a
 * TCP proxy, `hearth up` with the real opencode, and a repository.
 */
export class World {
  readonly sandbox: Sandbox
  readonly model: ScriptedModel
  /** What devices and the host dial. */
  readonly proxy: TcpProxy
  readonly relay: RelayProcess
  readonly hearth: Hearth
  readonly host: HostProcess
  readonly repository: string
  /** The environment of everything in this world. */
  readonly env: NodeJS.ProcessEnv
  /** What it is called at: an address, or a name of this machine. */
  readonly #name: string
  readonly #devices: Device[] = []
  #mark = 0

  private constructor(
    parts: Pick<World, 'sandbox' | 'model' | 'proxy' | 'relay' | 'env'> & { readonly name: string },
  ) {
    const { sandbox, proxy, env } = parts
    this.#name = parts.name
    this.sandbox = sandbox
    this.model = parts.model
    this.proxy = proxy
    this.relay = parts.relay
    this.env = env
    this.repository = sandbox.repository('project')
    this.hearth = new Hearth(join(sandbox.root, 'hearth'), env)
    this.host = new HostProcess(this.hearth, ['--relay', this.origin, '--project', this.repository])
  }

  /**
   * A world in which everything runs and the host is at its relay. `relayEnv` sets more of the relay's settings;
   * `agents` are those that its host has beside opencode; `prepare` does what is to be done before anything starts.
   */
  static async start(
    model: ModelOptions = {},
    relayEnv: NodeJS.ProcessEnv = {},
    agents: readonly WorldAgent[] = [],
    prepare: (world: World) => void = () => undefined,
  ): Promise<World> {
    const world = await World.make(model, relayEnv)
    if (agents.length > 0) configureAgents(world.hearth.home, world.sandbox.root, world.model.url, agents)
    try {
      prepare(world)
      await world.relay.start()
      await world.up()
      return world
    } catch (error) {
      return world.fail(error)
    }
  }

  /** A world in which nothing runs yet but the model and the proxy; `name` is what of this machine the relay is called by. */
  static async make(
    options: ModelOptions = {},
    relayEnv: NodeJS.ProcessEnv = {},
    name = '127.0.0.1',
  ): Promise<World> {
    const sandbox = makeSandbox()
    const model = await startScriptedModel(options)
    const port = await freePort()
    const proxy = await startTcpProxy(port)
    const home = sandbox.env()
    const env = { ...home, ...configureOpencode(home.XDG_CONFIG_HOME ?? '', model.url) }
    const origin = `http://${name}:${proxy.port}`
    const relay = new RelayProcess({ ...home, ...relayEnv }, port, origin, join(sandbox.root, 'relay'))
    return new World({ sandbox, model, proxy, relay, env, name })
  }

  /** What hosts and devices dial. */
  get origin(): string {
    return `http://${this.#name}:${this.proxy.port}`
  }

  /** Starts the host and waits until devices can meet it. */
  async up(): Promise<void> {
    await this.host.start()
    await this.host.atRelay()
    this.#mark = this.proxy.connections
  }

  /** A new device of this process, paired and live. */
  async device(name: string): Promise<Device> {
    const device = await Device.pair(this.hearth, name)
    this.#devices.push(device)
    await device.connect()
    return device
  }

  /** Resets every connection that was made since the host came: those of devices. Returns how many. */
  cutDevices(): number {
    return this.proxy.cut(this.#mark)
  }

  /** Everything that runs in this world now, this process excepted. */
  processes(): Running[] {
    return processesOf(this.sandbox.root)
  }

  /** The process of opencode's server. */
  opencode(ms = 20_000): Promise<Running> {
    return until(
      'opencode to run',
      () => this.processes().find(({ command }) => /opencode\S* serve/.test(command)),
      { ms },
    )
  }

  /** How often a turn began at the model whose prompt holds `marker`. */
  asked(marker: string): number {
    return this.model.entries.filter(
      ({ prompt, auxiliary, results }) => !auxiliary && results === 0 && prompt.includes(marker),
    ).length
  }

  /** The host's own account of a session, from its command line. */
  async exported(session: string): Promise<Record<string, unknown>> {
    const [value] = await this.hearth.ok(['export', session])
    return value ?? {}
  }

  /** The ends of all logs, for a failure's message. */
  tail(): string {
    const log = join(this.hearth.home, 'logs/hearth.log')
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-LOG_TAIL) : []
    return [this.relay.tail(), this.host.tail(), ...lines.map((line) => `  log| ${line}`)].join('\n')
  }

  /** Ends everything that this world started, and removes its files. */
  async end(): Promise<void> {
    for (const device of this.#devices) device.close()
    await this.hearth.end()
    await this.relay.kill()
    killAll(this.sandbox.root)
    await this.proxy.close()
    await this.model.close()
    this.sandbox.remove()
  }

  /** Ends everything and throws with the logs. */
  async fail(error: unknown): Promise<never> {
    const tail = this.tail()
    await this.end()
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${tail}`, { cause: error })
  }
}
