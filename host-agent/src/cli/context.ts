import { HearthError } from '@hearth/shared/protocol'
import { createSocketTransport, type Transport } from '@hearth/shared/transport'
import { type Command, InvalidArgumentError } from 'commander'
import { type ControlClient, connectControl } from '../control/client.ts'
import { socketPath } from '../control/path.ts'
import { exitOf } from './exit.ts'
import { hearthHome } from './home.ts'
import { createOutput, type Output } from './output.ts'

/** What every command works with. */
export interface CliContext {
  readonly home: string
  readonly out: Output
  /** Aborted by the first SIGINT or SIGTERM, or when the terminal is closed. */
  readonly signal: AbortSignal
  transport(): Transport
}

/** Runs a command's work: its errors become one line on standard error (a JSON line with --json) and an exit code. */
export const runCommand = async (
  command: Command,
  work: (context: CliContext) => Promise<number | undefined>,
): Promise<void> => {
  const { json = false } = command.optsWithGlobals<{ json?: boolean }>()
  const out = createOutput(json)
  const abort = new AbortController()
  const stop = () => abort.abort()
  const hangUp = () => {
    stop()
    // The terminal is gone: what is still said there is lost, and is no reason to end without cleaning up.
    for (const stream of [process.stdin, process.stderr]) stream.on('error', () => undefined)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // Heard more than once: the terminal sends it, and npm passes it on again.
  process.on('SIGHUP', hangUp)
  try {
    const context: CliContext = {
      home: hearthHome(),
      out,
      signal: abort.signal,
      transport: createSocketTransport,
    }
    process.exitCode = (await work(context)) ?? 0
  } catch (error) {
    const known = error instanceof HearthError
    const code = known ? error.code : 'host.internal'
    const message = error instanceof Error ? error.message : String(error)
    out.value({ error: { code, message } })
    out.note(`hearth: ${message}${known ? ` (${code})` : ''}`)
    process.exitCode = exitOf(error)
  } finally {
    process.removeListener('SIGINT', stop)
    process.removeListener('SIGTERM', stop)
  }
}

/** Talks to the running host agent. @throws {HearthError} `control.not_running` */
export const withControl = async <T>(
  context: CliContext,
  work: (control: ControlClient) => Promise<T>,
): Promise<T> => {
  const control = await connectControl(socketPath(context.home))
  try {
    return await work(control)
  } finally {
    control.close()
  }
}

/** A whole number from an argument. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
