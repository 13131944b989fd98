import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { until } from './wait.ts'

/** A real process under test, in its own process group, with every line that it printed. */
export class Proc {
  readonly out: string[] = []
  readonly err: string[] = []
  exitCode: number | null | undefined
  readonly name: string
  readonly #child: ChildProcess
  readonly ended: Promise<number | null>

  constructor(
    name: string,
    args: readonly string[],
    options: { env: NodeJS.ProcessEnv; cwd?: string; stdin?: 'pipe' },
  ) {
    this.name = name
    this.#child = spawn(process.execPath, args, {
      env: options.env,
      cwd: options.cwd,
      detached: true,
      stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
    })
    const { stdout, stderr } = this.#child
    // A process that ended early closes its input; what it said before that is what counts.
    this.#child.stdin?.on('error', () => this.#child.stdin?.destroy())
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.out.push(line))
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.err.push(line))
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.exitCode = code
        resolve(code)
      })
    })
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name} did not start`)
    return this.#child.pid
  }

  get running(): boolean {
    return this.exitCode === undefined
  }

  /** Writes a line to its standard input. */
  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  /** Ends its standard input. */
  finish(): void {
    this.#child.stdin?.end()
  }

  /** Everything that it printed as JSON. */
  values(): Record<string, unknown>[] {
    return this.out.filter((line) => line.startsWith('{')).map(parse)
  }

  /** The first JSON line of its output that `pick` accepts. @throws after `ms` or when it has ended without one */
  json<T>(
    what: string,
    pick: (line: Record<string, unknown>) => T | undefined,
    ms = 30_000,
  ): Promise<NonNullable<T>> {
    let read = 0
    return until(
      `${what} from ${this.name}`,
      () => {
        for (; read < this.out.length; read++) {
          const found = pick(parse(this.out[read] ?? ''))
          if (found !== undefined && found !== null) return found
        }
        if (!this.running)
          throw new Error(`${this.name} ended with ${this.exitCode} before ${what}\n${this.tail()}`)
        return undefined
      },
      { ms, explain: () => this.tail() },
    ) as Promise<NonNullable<T>>
  }

  /** The last lines it printed, for a failure's message. */
  tail(): string {
    return [...this.out.slice(-15), ...this.err.slice(-15)]
      .map((line) => `  ${this.name}| ${line}`)
      .join('\n')
  }

  /** Signals the whole process group; resolves when the process has ended. */
  async kill(signal: NodeJS.Signals = 'SIGTERM', boundMs = 15_000): Promise<void> {
    if (this.running) {
      signalGroup(this.pid, signal)
      const hard = setTimeout(() => signalGroup(this.pid, 'SIGKILL'), boundMs)
      await this.ended
      clearTimeout(hard)
    }
  }
}

const parse = (line: string): Record<string, unknown> => {
  if (!line.startsWith('{')) return {}
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return {}
  }
}

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
