import { Proc } from './process.ts'
import { RELAY } from './programs.ts'
import { until } from './wait.ts'

/** A relay in a process of its own, which can be killed and started again on the same port and database. */
export class RelayProcess {
  readonly port: number
  readonly #env: NodeJS.ProcessEnv
  readonly #all: Proc[] = []

  /** `publicOrigin` is what hosts and devices dial, which may be a proxy's. */
  constructor(env: NodeJS.ProcessEnv, port: number, publicOrigin: string, dataDir: string) {
    this.port = port
    this.#env = { ...env, PORT: String(port), RELAY_ORIGIN: publicOrigin, RELAY_DATA: dataDir }
  }

  async start(): Promise<void> {
    const process = new Proc('relay', [RELAY], { env: this.#env })
    this.#all.push(process)
    await until(
      'the relay to be ready',
      async () => {
        if (!process.running) throw new Error(`the relay ended with ${process.exitCode}\n${process.tail()}`)
        try {
          return (await fetch(`http://127.0.0.1:${this.port}/ready`)).ok
        } catch {
          return false
        }
      },
      { explain: () => process.tail() },
    )
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#all.at(-1)?.kill(signal)
  }

  /** Everything that it ever printed. */
  said(): string {
    return this.#all.flatMap((process) => [...process.out, ...process.err]).join('\n')
  }

  tail(): string {
    return this.#all
      .slice(-2)
      .map((process) => process.tail())
      .join('\n')
  }
}
