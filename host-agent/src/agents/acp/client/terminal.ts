import { CLIENT_DRAIN_MS } from '../../limits.ts'
import { type Exit, type Group, startGroup, within } from '../../process/group.ts'
import { OutputTail } from './output-tail.ts'

/** ACP's TerminalExitStatus. */
export type ExitStatus = { exitCode: number | null; signal: string | null }

/** One command of an agent, run by `/bin/sh` in a process group of its own, with the end of what it printed. */
export class Terminal {
  readonly command: string
  readonly startedAt: number
  readonly turn: number | null
  /** Did it outlive the turn that began it? */
  background = false
  /** Settles when the command has ended and its output is complete, as far as that can be waited for. */
  readonly ended: Promise<ExitStatus>
  private status: ExitStatus | null = null
  private readonly group: Group
  private readonly tail: OutputTail
  private readonly forget: () => void
  private stopping: Promise<void> | null = null

  constructor(spec: {
    command: string
    cwd: string
    environment: Record<string, string>
    limit: number
    noted(pid: number): () => void
    startedAt: number
    turn: number | null
    onOutput(): void
  }) {
    const { command, startedAt, turn } = spec
    this.command = command
    this.startedAt = startedAt
    this.turn = turn
    this.tail = new OutputTail(spec.limit)
    const add = (text: string): void => {
      this.tail.add(text)
      spec.onOutput()
    }
    this.group = startGroup({
      program: '/bin/sh',
      args: ['-c', command],
      cwd: spec.cwd,
      env: spec.environment,
      onOutput: add,
      onErrorOutput: add,
    })
    this.forget = this.group.pid === null ? () => undefined : spec.noted(this.group.pid)
    this.ended = this.end(add)
  }

  /** Null while it runs. */
  get exitStatus(): ExitStatus | null {
    return this.status
  }

  get truncated(): boolean {
    return this.tail.truncated
  }

  output(): string {
    return this.tail.text()
  }

  /** Ends the command with all its children. Bounded. */
  stop(): Promise<void> {
    this.stopping ??= this.group.stop()
    return this.stopping
  }

  private async end(add: (text: string) => void): Promise<ExitStatus> {
    const exit = await this.group.exited
    this.forget()
    await within(this.group.closed, CLIENT_DRAIN_MS)
    if (exit.error !== null) add(`${exit.error.message}\n`)
    this.status = statusOf(exit)
    return this.status
  }
}

/** A command that could not be started has a shell's own status for that. */
function statusOf({ code, signal, error }: Exit): ExitStatus {
  return error === null ? { exitCode: code, signal } : { exitCode: 127, signal: null }
}
