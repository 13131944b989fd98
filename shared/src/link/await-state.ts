import { HearthError } from '../protocol/index.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection.ts'
import { type ConnectionState, isOver } from './connection-state.ts'

const whereItStands = (state: ConnectionState): string => {
  if (state === 'waiting') return 'The relay answers, but the host is not connected to it'
  if (state === 'handshaking' || state === 'attaching') return 'The host did not answer in time'
  return 'The relay did not answer in time'
}

/**
 * Resolves when the connection is in a state that is `good` for the caller.
 * @throws {HearthError} what stands in the way, after `timeoutMs` or as soon as it is over
 */
export const awaitState = (
  { state, error }: Pick<Connection, 'state' | 'error'>,
  clock: Clock,
  timeoutMs: number,
  good: (state: ConnectionState) => boolean,
): Promise<void> => {
  const why = (): HearthError => {
    if (state.value === 'closed') return new HearthError('link.closed')
    if (state.value === 'waiting') return new HearthError('host.unreachable', whereItStands('waiting'))
    return error.value ?? new HearthError('link.offline', whereItStands(state.value))
  }
  if (good(state.value)) return Promise.resolve()
  if (isOver(state.value)) return Promise.reject(why())
  return new Promise((resolve, reject) => {
    const settle = (run: () => void) => {
      stop()
      cancel()
      run()
    }
    const stop = state.listen((now) => {
      if (good(now)) settle(resolve)
      else if (isOver(now)) settle(() => reject(why()))
    })
    const cancel = clock.after(timeoutMs, () => settle(() => reject(why())))
  })
}
