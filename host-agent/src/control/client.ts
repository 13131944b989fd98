import { createConnection, type Socket } from 'node:net'
import { fromWireError, HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { CONNECT_MS, CONTROL_CALL_MS } from './limits.ts'
import { Lines, lineOf } from './lines.ts'
import { ControlDown } from './message.ts'

/** How to treat one call. */
export interface CallOptions {
  /** Called with each answer before the last. */
  next?(value: unknown, answer: (input: unknown) => void): void
  /** Wait for the last answer in ms; null where a person has to think, or the stream has no end. */
  timeoutMs?: number | null
  signal?: AbortSignal
}

/** A connection to the host agent's control socket. */
export interface ControlClient {
  /** @throws {HearthError} the host agent's refusal, or `control.lost` */
  call(method: string, params?: unknown, options?: CallOptions): Promise<unknown>
  close(): void
}

/** Connects to a host agent. @throws {HearthError} `control.not_running` */
export const connectControl = async (path: string): Promise<ControlClient> => {
  const socket = await connect(path)
  const calls = new Map<number, { take(message: ControlDown): void; fail(error: HearthError): void }>()
  const lines = new Lines()
  let last = 0
  const fail = (error: HearthError) => {
    for (const call of [...calls.values()]) call.fail(error)
    calls.clear()
  }
  socket.on('data', (bytes) => {
    try {
      for (const value of lines.push(bytes)) {
        const message = v.parse(ControlDown, value)
        if (message.id === null)
          fail('error' in message ? fromWireError(message.error) : new HearthError('control.protocol'))
        else calls.get(message.id)?.take(message)
      }
    } catch (cause) {
      fail(
        new HearthError(
          'control.protocol',
          'The host agent’s answer was not understood; is it of another version?',
          { cause },
        ),
      )
      socket.destroy()
    }
  })
  socket.on('error', () => socket.destroy())
  socket.once('close', () => fail(new HearthError('control.lost')))
  return {
    call(method, params = null, options = {}) {
      last += 1
      const id = last
      return new Promise((resolve, reject) => {
        const timeout = options.timeoutMs === undefined ? CONTROL_CALL_MS : options.timeoutMs
        const timer =
          timeout === null
            ? undefined
            : setTimeout(
                () => call.fail(new HearthError('control.lost', 'The host agent did not answer in time')),
                timeout,
              )
        const end = () => {
          clearTimeout(timer)
          calls.delete(id)
          options.signal?.removeEventListener('abort', aborted)
        }
        const call = {
          take(message: ControlDown) {
            if ('next' in message) {
              options.next?.(message.next, (input) => socket.write(lineOf({ id, input })))
              return
            }
            end()
            if ('done' in message) resolve(message.done)
            else reject(fromWireError(message.error))
          },
          fail(error: HearthError) {
            end()
            reject(error)
          },
        }
        const aborted = () => call.fail(new HearthError('control.lost', 'Interrupted'))
        options.signal?.addEventListener('abort', aborted)
        calls.set(id, call)
        if (socket.destroyed) call.fail(new HearthError('control.lost'))
        else socket.write(lineOf({ id, method, params }))
      })
    },
    close: () => socket.destroy(),
  }
}

const connect = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(path)
    const give = (cause?: unknown) => {
      socket.destroy()
      reject(new HearthError('control.not_running', undefined, { cause }))
    }
    const timer = setTimeout(give, CONNECT_MS)
    socket.once('error', (error) => {
      clearTimeout(timer)
      give(error)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
