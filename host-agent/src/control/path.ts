import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import { MAX_SOCKET_PATH } from './limits.ts'

/** Where the control socket of a home is. @throws {HearthError} `control.path` */
export const socketPath = (home: string): string => {
  const path = join(home, 'hearth.sock')
  const length = Buffer.byteLength(path)
  if (length > MAX_SOCKET_PATH) {
    throw new HearthError(
      'control.path',
      `${path} has ${length} bytes; a Unix socket’s path may have ${MAX_SOCKET_PATH}. Set HEARTH_HOME to a shorter folder.`,
    )
  }
  return path
}
