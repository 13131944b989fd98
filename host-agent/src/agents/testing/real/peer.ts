import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ANSWER_MS, EOF_MS, QUIET_AT_MOST_MS, QUIET_MS } from './bounds.ts'
import type { Launch } from './recipe.ts'

/** A JSON-RPC message as it stood on the wire. */
export type Message = {
  jsonrpc?: string
  id?: number | string | null
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown> | null
  error?: { code: number; message: string; data?: unknown }
}

/** One line of the wire: `in` came from the agent, `out` went to it. */
export type Line = { dir: 'in' | 'out'; msg: Message; at: number }

/** Answers a request of the agent; undefined leaves it open for the test to answer. */
export type Answerer = (request: Message) => Promise<Record<string, unknown> | null | undefined>

/**
 * A real agent's process with nothing between: raw JSON-RPC lines over its standard streams, each kept with its
 * direction. It stands beside the driver's SDK, so that a recording shows what the agent itself said.
 */
export class RawPeer {
  readonly lines: Line[] = []
  readonly started = performance.now()
  errorOutput = ''
  private readonly child: ChildProcess
  private readonly listeners = new Set<() => void>()
  private readonly answer: Answerer
  private ids = 0
  private exitedWith: string | null = null

  constructor(launch: Launch, cwd: string, answer: Answerer) {
    this.answer = answer
    this.child = spawn(launch.command, launch.args, { cwd, env: launch.env, detached: true, stdio: 'pipe' })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errorOutput += text
    })
    this.child.stdin?.on('error', () => this.changed())
    this.child.once('error', (error) => this.ended(error.message))
    this.child.once('exit', (code, signal) => this.ended(`${code ?? signal}`))
    if (this.child.stdout) createInterface(this.child.stdout).on('line', (line) => this.take(line))
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  /** How the process ended: its code or signal; null while it runs. */
  get exit(): string | null {
    return this.exitedWith
  }

  /** Sends a request and resolves to its answer, an error included; rejects after ANSWER_MS or when the agent ends. */
  async request(method: string, params: Record<string, unknown>, ms = ANSWER_MS): Promise<Message> {
    return this.begin(method, params, ms).done
  }

  /** Sends a request; its answer comes later. */
  begin(
    method: string,
    params: Record<string, unknown>,
    ms = ANSWER_MS,
  ): { id: number; done: Promise<Message> } {
    const id = ++this.ids
    this.send({ jsonrpc: '2.0', id, method, params })
    const done = this.wait(({ dir, msg }) => dir === 'in' && msg.id === id && msg.method === undefined, 0, ms)
    done.catch(() => undefined)
    return { id, done }
  }

  notify(method: string, params: Record<string, unknown>): void {
    this.send({ jsonrpc: '2.0', method, params })
  }

  reply(request: Message, result: Record<string, unknown> | null): void {
    this.send({ jsonrpc: '2.0', id: request.id ?? null, result })
  }

  /** The first message at or after line `from` that fits. */
  async wait(fits: (line: Line) => boolean, from = 0, ms = ANSWER_MS): Promise<Message> {
    let found: Line | undefined
    await this.until(() => {
      found = this.lines.find((line, index) => index >= from && fits(line))
      return found !== undefined
    }, ms)
    if (found === undefined) throw new Error('not found')
    return found.msg
  }

  /** Resolves when the agent has said nothing for a while; late updates belong to what went before. */
  async quiet(ms = QUIET_MS): Promise<void> {
    const end = performance.now() + QUIET_AT_MOST_MS
    let seen = -1
    while (seen !== this.lines.length && performance.now() < end && this.exitedWith === null) {
      seen = this.lines.length
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
  }

  /** Ends the agent's standard input; true when it then ended by itself. The group is killed in any case. */
  async close(): Promise<boolean> {
    this.child.stdin?.end()
    const ended = await this.until(() => this.exitedWith !== null, EOF_MS).then(
      () => true,
      () => false,
    )
    await this.kill()
    return ended
  }

  /** Kills the whole group, at once. */
  async kill(): Promise<void> {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
    await this.until(() => this.exitedWith !== null, EOF_MS)
  }

  private until(condition: () => boolean, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (then: () => void) => {
        clearTimeout(timer)
        this.listeners.delete(check)
        then()
      }
      const check = () => {
        if (condition()) end(resolve)
        else if (this.exitedWith !== null) end(() => reject(new Error(`the agent ended: ${this.why()}`)))
      }
      const timer = setTimeout(() => end(() => reject(new Error(`not within ${ms} ms: ${this.why()}`))), ms)
      this.listeners.add(check)
      check()
    })
  }

  private why(): string {
    return `${this.exitedWith ?? 'running'} ${this.errorOutput.slice(-1_000)}`
  }

  private send(msg: Message): void {
    this.lines.push({ dir: 'out', msg, at: performance.now() })
    this.child.stdin?.write(`${JSON.stringify(msg)}\n`)
  }

  private take(text: string): void {
    let msg: Message
    try {
      msg = JSON.parse(text)
    } catch {
      this.errorOutput += `NOT JSON: ${text}\n`
      return
    }
    this.lines.push({ dir: 'in', msg, at: performance.now() })
    if (msg.method !== undefined && msg.id !== undefined) void this.serve(msg)
    this.changed()
  }

  private async serve(request: Message): Promise<void> {
    try {
      const result = await this.answer(request)
      if (result !== undefined) this.reply(request, result)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.send({ jsonrpc: '2.0', id: request.id ?? null, error: { code: -32601, message } })
    }
  }

  private ended(how: string): void {
    this.exitedWith ??= how
    this.changed()
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }
}
