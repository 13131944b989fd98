import type { Hearth } from './hearth.ts'
import type { Proc } from './process.ts'
import { until } from './wait.ts'

/** `hearth up` in a process of its own, started again as often as a story needs. */
export class HostProcess {
  readonly hearth: Hearth
  readonly #args: readonly string[]
  readonly #all: Proc[] = []

  constructor(hearth: Hearth, args: readonly string[]) {
    this.hearth = hearth
    this.#args = args
  }

  get process(): Proc {
    const last = this.#all.at(-1)
    if (last === undefined) throw new Error('the host was not started')
    return last
  }

  /** Starts it and waits until it can be talked to. Gives what it said of itself. */
  async start(extra: readonly string[] = []): Promise<Record<string, unknown>> {
    const process = this.hearth.start(['up', ...this.#args, ...extra])
    this.#all.push(process)
    return process.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  }

  /** Waits until the host has logged in at its relay. */
  async atRelay(ms = 20_000): Promise<void> {
    await until(
      'the host to be at its relay',
      async () => {
        const [status] = (await this.hearth.run(['status'])).values
        const relays = status?.relays as { state: string }[] | undefined
        return relays?.some(({ state }) => state === 'connected')
      },
      { ms, explain: () => this.tail() },
    )
  }

  /** Ends it as Ctrl-C does; gives its exit code. */
  async stop(): Promise<number | null> {
    await this.process.kill('SIGTERM')
    return this.process.ended
  }

  /** As a crash or a power cut: nothing is cleaned up. */
  async kill(): Promise<void> {
    await this.process.kill('SIGKILL')
  }

  tail(): string {
    return this.#all
      .slice(-2)
      .map((process) => process.tail())
      .join('\n')
  }
}
