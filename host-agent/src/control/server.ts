import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { HearthError, toWireError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { MAX_CONNECTIONS, MAX_CONTROL_CALLS, MAX_INPUTS, MAX_METHOD, MAX_UNREAD } from './limits.ts'
import { Lines, lineOf } from './lines.ts'
import { ControlUp } from './message.ts'

/** One call as its handler sees it. */
export interface ControlCall {
  /** Sends one of several answers. */
  send(value: unknown): void
  /** The next thing that the command sends along. @throws {HearthError} `control.lost` when it has gone */
  input(): Promise<unknown>
  /** Aborted when the command has gone. */
  readonly signal: AbortSignal
}

/** Answers a method's calls; what it returns is the last answer. Throws HearthError for a refusal. */
export type ControlHandler = (params: unknown, call: ControlCall) => Promise<unknown>
export type ControlHandlers = Readonly<Record<string, ControlHandler>>

/** Serves the control socket. */
export interface ControlServer {
  readonly path: string
  close(): Promise<void>
}

/**
 * Listens on a Unix socket that only its owner can open (0600, in the home's 0700 folder). The caller holds the home's
 * lock, so a socket file that is there already is a dead one's.
 * @throws {HearthError} `control.path` when the socket can't be made
 */
export const serveControl = async (path: string, handlers: ControlHandlers): Promise<ControlServer> => {
  rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    new Connection(socket, handlers)
  })
  server.maxConnections = MAX_CONNECTIONS
  await listen(server, path)
  return {
    path,
    async close() {
      for (const socket of sockets) socket.destroySoon()
      await new Promise((resolve) => server.close(resolve))
      rmSync(path, { force: true })
    },
  }
}

const listen = async (server: Server, path: string): Promise<void> => {
  // The folder keeps others out; the mask also covers the moment before the mode is set.
  const mask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
    chmodSync(path, 0o600)
  } catch (cause) {
    throw new HearthError('control.path', `The control socket ${path} can’t be made`, { cause })
  } finally {
    process.umask(mask)
  }
}

interface Running {
  readonly abort: AbortController
  readonly inputs: unknown[]
  wake: (() => void) | undefined
}

class Connection {
  readonly #socket: Socket
  readonly #handlers: ControlHandlers
  readonly #calls = new Map<number, Running>()

  constructor(socket: Socket, handlers: ControlHandlers) {
    this.#socket = socket
    this.#handlers = handlers
    const lines = new Lines()
    socket.on('data', (bytes) => {
      try {
        for (const value of lines.push(bytes)) this.#receive(value)
      } catch (error) {
        this.#refuse(null, error)
        socket.destroySoon()
      }
    })
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#end())
  }

  #receive(value: unknown): void {
    const parsed = v.safeParse(ControlUp, value)
    if (!parsed.success) throw new HearthError('control.protocol')
    const message = parsed.output
    if ('input' in message) {
      const running = this.#calls.get(message.id)
      if (running === undefined) return
      if (running.inputs.length >= MAX_INPUTS) throw new HearthError('control.protocol', 'Too many inputs')
      running.inputs.push(message.input)
      running.wake?.()
      return
    }
    if (this.#calls.has(message.id) || this.#calls.size >= MAX_CONTROL_CALLS) {
      throw new HearthError('control.protocol', 'Too many calls, or a number that is in use')
    }
    const running: Running = { abort: new AbortController(), inputs: [], wake: undefined }
    this.#calls.set(message.id, running)
    void this.#run(message.id, message.method, message.params, running)
  }

  async #run(id: number, method: string, params: unknown, running: Running): Promise<void> {
    try {
      const handler = Object.hasOwn(this.#handlers, method) ? this.#handlers[method] : undefined
      if (handler === undefined)
        throw new HearthError('control.protocol', `There is no method ${method.slice(0, MAX_METHOD)}`)
      const done = await handler(params, {
        send: (next) => this.#send({ id, next }),
        input: () => this.#input(running),
        signal: running.abort.signal,
      })
      this.#send({ id, done: done ?? null })
    } catch (error) {
      this.#refuse(id, error)
    } finally {
      this.#calls.delete(id)
    }
  }

  async #input(running: Running): Promise<unknown> {
    while (running.inputs.length === 0) {
      if (running.abort.signal.aborted) throw new HearthError('control.lost', 'The command has gone')
      await new Promise<void>((resolve) => {
        running.wake = resolve
      })
    }
    return running.inputs.shift()
  }

  #refuse(id: number | null, error: unknown): void {
    this.#send({ id, error: toWireError(error) })
  }

  #send(value: unknown): void {
    if (this.#socket.destroyed) return
    if (this.#socket.writableLength > MAX_UNREAD) {
      this.#socket.destroy()
      return
    }
    this.#socket.write(lineOf(value))
  }

  #end(): void {
    for (const running of this.#calls.values()) {
      running.abort.abort()
      running.wake?.()
    }
  }
}
