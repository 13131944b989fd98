import { Proc } from './process.ts'
import { HEARTH } from './programs.ts'

/** What a command left behind. */
export interface Done {
  readonly code: number | null
  readonly values: readonly Record<string, unknown>[]
  readonly out: string
  readonly err: string
}

/** The command `hearth` of one HEARTH_HOME. */
export class Hearth {
  readonly home: string
  readonly #env: NodeJS.ProcessEnv
  readonly #started: Proc[] = []

  constructor(home: string, env: NodeJS.ProcessEnv) {
    this.home = home
    this.#env = env
  }

  /** Starts a command with `--json`. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Proc {
    const name = args.find((arg) => !arg.startsWith('-')) ?? 'hearth'
    const process = new Proc(name, [HEARTH, '--json', ...args], {
      env: { ...this.#env, HEARTH_HOME: this.home, ...env },
      stdin: 'pipe',
    })
    this.#started.push(process)
    return process
  }

  /** Runs a command with `--json` to its end; `input` is its whole standard input. */
  async run(args: readonly string[], input = ''): Promise<Done> {
    const process = this.start(args)
    if (input !== '') process.say(input)
    process.finish()
    const code = await process.ended
    return { code, values: process.values(), out: process.out.join('\n'), err: process.err.join('\n') }
  }

  /** As `run`, for commands that must work: their values. @throws with what they said */
  async ok(args: readonly string[], input = ''): Promise<readonly Record<string, unknown>[]> {
    const { code, values, out, err } = await this.run(args, input)
    if (code !== 0) throw new Error(`hearth ${args.join(' ')} ended with ${code}\n${out}\n${err}`)
    return values
  }

  /** Ends what still runs. */
  async end(): Promise<void> {
    await Promise.all(this.#started.map((process) => process.kill('SIGKILL')))
  }
}
