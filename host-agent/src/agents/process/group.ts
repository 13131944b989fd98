import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { KILL_GRACE_MS, TERM_GRACE_MS } from '../limits.ts'

/** How a process ended. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null; error: Error | null }

/** A program in a process group of its own, so that it can be ended with all its children. */
export type Group = {
  pid: number | null
  /** Resolves when the leader has ended or could not be started; never rejects. */
  exited: Promise<Exit>
  /** Resolves when all that it wrote was delivered too; later than `exited`, and never while a child holds its output. */
  closed: Promise<void>
  /** Asks the group to end, kills it when it doesn't. Bounded by TERM_GRACE_MS + KILL_GRACE_MS. */
  stop(): Promise<void>
}

/** Starts a program in its own process group; its output goes to the two listeners. */
export function startGroup(spec: {
  program: string
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  onOutput(text: string): void
  onErrorOutput(text: string): void
}): Group {
  const { program, args, cwd, env } = spec
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout?.setEncoding('utf8').on('data', spec.onOutput)
  child.stderr?.setEncoding('utf8').on('data', spec.onErrorOutput)
  const exited = exitOf(child)
  return { pid: child.pid ?? null, exited, closed: closedOf(child), stop: stopperOf(child, exited) }
}

/** A program that is talked to: whoever writes waits for it to read, and it waits for us. */
export type PipedGroup = Group & { input: Writable; output: Readable }

/** As {@link startGroup}, with its standard input and output as streams. */
export function startPipedGroup(spec: {
  program: string
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  onErrorOutput(text: string): void
}): PipedGroup {
  const { program, args, cwd, env } = spec
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stderr.setEncoding('utf8').on('data', spec.onErrorOutput)
  const exited = exitOf(child)
  const { pid = null, stdin: input, stdout: output } = child
  return { pid, exited, closed: closedOf(child), stop: stopperOf(child, exited), input, output }
}

/** How a process ended, as words. */
export function describeExit(exit: Exit): string {
  if (exit.error !== null) return exit.error.message
  return exit.signal === null ? `it ended with status ${exit.code}` : `it was ended by ${exit.signal}`
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }))
    child.once('exit', (code, signal) => resolve({ code, signal, error: null }))
  })
}

function closedOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
}

/** Once a group was ended it is let alone: its number may be another's by now. */
function stopperOf(child: ChildProcess, exited: Promise<Exit>): () => Promise<void> {
  let isOver = false
  return async () => {
    if (isOver) return
    await stopGroup(child, exited)
    isOver = child.exitCode !== null || child.signalCode !== null
  }
}

async function stopGroup(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(pid, 'SIGTERM')
    await within(exited, TERM_GRACE_MS)
  }
  // Children that outlived the leader are in its group still.
  signalGroup(pid, 'SIGKILL')
  await within(exited, KILL_GRACE_MS)
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!gone) throw error
  }
}

/** Waits for a promise, but no longer than `ms`. */
export async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([promise, late])
  clearTimeout(timer)
}
