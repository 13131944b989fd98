import { PassThrough } from 'node:stream'
import { controlHandlers } from '../control/handlers.ts'
import { socketPath } from '../control/path.ts'
import { type ControlServer, serveControl } from '../control/server.ts'
import type { Host } from '../host/compose.ts'
import { createProgram } from './program.ts'

/** What a command left behind. */
export interface Ran {
  code: number
  out: string
  err: string
  /** Standard output, a JSON value a line. */
  values: Record<string, unknown>[]
}

/** The control socket of a host, as `hearth up` serves it. */
export const serveHost = (host: Host, home: string): Promise<ControlServer> =>
  serveControl(
    socketPath(home),
    controlHandlers({ host, relays: [], ownRelay: false, facts: {}, stop: () => undefined }),
  )

/** Runs `hearth …` in this process; `input` is what somebody types. */
export const runHearth = async (home: string, args: readonly string[], input = ''): Promise<Ran> => {
  const parts = { out: '', err: '' }
  const { stdin, stdout, stderr, env } = process
  const writer = (name: 'out' | 'err') => {
    const stream = new PassThrough()
    stream.on('data', (bytes: Buffer) => {
      parts[name] += bytes.toString('utf8')
    })
    return stream
  }
  const typed = new PassThrough()
  typed.end(input)
  const streams = { stdin: typed, stdout: writer('out'), stderr: writer('err') }
  for (const [name, value] of Object.entries(streams))
    Object.defineProperty(process, name, { value, configurable: true })
  const before = env.HEARTH_HOME
  env.HEARTH_HOME = home
  process.exitCode = 0
  try {
    await createProgram().parseAsync(['node', 'hearth', ...args])
  } catch (error) {
    // Commander has said what is wrong, and set the exit code.
    if (!(error instanceof Error) || error.name !== 'CommanderError') throw error
  } finally {
    for (const [name, value] of Object.entries({ stdin, stdout, stderr }))
      Object.defineProperty(process, name, { value, configurable: true })
    if (before === undefined) delete env.HEARTH_HOME
    else env.HEARTH_HOME = before
  }
  const code = Number(process.exitCode)
  process.exitCode = 0
  const values = parts.out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => parsed(line))
  return { code, ...parts, values }
}

const parsed = (line: string): Record<string, unknown>[] => {
  try {
    return [JSON.parse(line) as Record<string, unknown>]
  } catch {
    // A line for people that begins with a brace.
    return []
  }
}
