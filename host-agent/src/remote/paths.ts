import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** The folder of a device on this machine. @throws {HearthError} `input.invalid` for a name that is no file name */
export const deviceFolder = (home: string, name: string): string => {
  if (!NAME.test(name)) {
    throw new HearthError('input.invalid', 'A device’s name has letters, digits, dots, dashes; 40 at most')
  }
  return join(home, 'remote', name)
}
