import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { AgentError } from '../driver.ts'
import { CALL_TIMEOUT_MS, READY_POLL_MS, STATUS_MS } from '../limits.ts'
import { describeExit, type Exit, startGroup } from '../process/group.ts'
import { forgetProcess, noteProcess } from '../process/orphan.ts'
import { freePort } from '../process/port.ts'
import { Tail } from '../process/tail.ts'
import { isDriven } from './version.ts'

/** One running `opencode serve`. */
export type OpencodeServer = {
  url: string
  /** Value of the Authorization header. */
  authorization: string
  version: string
  pid: number
  exited: Promise<Exit>
  /** The last lines of its error output. */
  tail(): string[]
  stop(): Promise<void>
}

export type ServerSpec = {
  program: string
  cwd: string
  environment: Record<string, string>
  /** Where a process of this number is noted for clean-up after a crash of ours. */
  note(pid: number): string
  readyTimeoutMs: number
}

/**
 * Starts `opencode serve` on a port and password of its own and waits until it answers.
 * @throws {AgentError} `agent.start_failed`, or `agent.unsupported_version` for anything but 1.x
 */
export async function startServer(spec: ServerSpec): Promise<OpencodeServer> {
  const port = await freePort()
  const password = randomBytes(24).toString('base64url')
  const tail = new Tail([password])
  let listening = false
  let ended: Exit | undefined
  const group = startGroup({
    program: spec.program,
    args: ['serve', '--hostname', '127.0.0.1', '--port', String(port)],
    cwd: spec.cwd,
    env: { ...spec.environment, OPENCODE_SERVER_PASSWORD: password, OPENCODE_SERVER_USERNAME: 'opencode' },
    onOutput: (text) => {
      tail.add(text)
      if (text.includes('listening on')) listening = true
    },
    onErrorOutput: (text) => tail.add(text),
  })
  const exited = group.exited.then((exit) => {
    ended = exit
    if (group.pid !== null) forgetProcess(spec.note(group.pid))
    return exit
  })
  if (group.pid !== null) noteProcess(spec.note(group.pid), group.pid)
  const authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`
  const url = `http://127.0.0.1:${port}`
  try {
    const version = await ready(
      { url, authorization, deadline: performance.now() + spec.readyTimeoutMs },
      () => {
        if (ended !== undefined) throw startFailed(spec.program, describeExit(ended), tail.lines())
        return listening
      },
    )
    if (version === null) {
      const waited = `it did not answer within ${spec.readyTimeoutMs / 1000} s`
      throw startFailed(spec.program, waited, tail.lines())
    }
    checkVersion(version, spec.program)
    return {
      url,
      authorization,
      version,
      pid: group.pid ?? 0,
      exited,
      tail: () => tail.lines(),
      stop: group.stop,
    }
  } catch (error) {
    await group.stop()
    throw error
  }
}

type Probe = { url: string; authorization: string; deadline: number }

/** The server's version as soon as it answers; null when the deadline passes first. */
async function ready(probe: Probe, isListening: () => boolean): Promise<string | null> {
  while (performance.now() < probe.deadline) {
    if (isListening()) {
      const version = await versionOf(probe)
      if (version !== null) return version
    }
    await pause(READY_POLL_MS)
  }
  return null
}

/** 1.x tells its version at /global/health; 2.x answers a web page there and tells it at /api/health. */
async function versionOf({ url, authorization }: Probe): Promise<string | null> {
  for (const path of ['/global/health', '/api/health']) {
    const version = await health(url + path, authorization)
    if (version !== null) return version
  }
  return null
}

/** Whether a server that is up still answers, within STATUS_MS. */
export async function isHealthy({ url, authorization }: OpencodeServer): Promise<boolean> {
  return (await health(`${url}/global/health`, authorization, STATUS_MS)) !== null
}

async function health(url: string, authorization: string, ms = CALL_TIMEOUT_MS): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(ms)
    const response = await fetch(url, { headers: { authorization }, signal })
    const body: unknown = await response.json()
    const version = typeof body === 'object' && body !== null && 'version' in body ? body.version : null
    return typeof version === 'string' ? version : null
  } catch {
    // Not up yet, or not JSON: the caller tries again until its deadline.
    return null
  }
}

function checkVersion(version: string, program: string): void {
  if (isDriven(version)) return
  throw new AgentError(
    'agent.unsupported_version',
    `${program} is opencode ${version}, whose server is not the one of opencode 1.x. Hearth drives it through ACP (“opencode acp”): choose that agent, or name a program of version 1 for this one.`,
  )
}

function startFailed(program: string, why: string, lines: string[]): AgentError {
  return new AgentError('agent.start_failed', `${program} did not become ready: ${why}.`, lines)
}
