import { HearthError } from '@hearth/shared/protocol'

const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return ''
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return code
  return typeof message === 'string' && message.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : ''
}

const ADVICE: readonly (readonly [prefix: string, what: string])[] = [
  [
    'SQLITE_FULL',
    'The disk that holds the host’s database is full. Free some space; Hearth goes on by itself.',
  ],
  [
    'SQLITE_BUSY',
    'Another program holds the host’s database. End it (another hearth up? a database browser?) and try again.',
  ],
  ['SQLITE_LOCKED', 'Another program holds the host’s database. End it and try again.'],
  [
    'SQLITE_NOTADB',
    'The file is not a Hearth database. It was left as it is: move it away, or restore a copy, and start again.',
  ],
  [
    'SQLITE_CORRUPT',
    'The host’s database is damaged. It was left as it is: keep a copy, restore a backup, and start again.',
  ],
  ['SQLITE_READONLY', 'The host’s database can’t be written. Check the permissions of its folder.'],
  ['SQLITE_PERM', 'The host’s database can’t be opened. Check the permissions of its folder.'],
  [
    'SQLITE_CANTOPEN',
    'The host’s database can’t be opened. Check that its folder exists and may be written.',
  ],
  ['SQLITE_IOERR', 'The disk that holds the host’s database reports errors.'],
]

/** Puts a failure of the database into words: code `host.store`, what to do, the cause kept. Others pass through. */
export const storeError = (error: unknown, where?: string): HearthError => {
  if (error instanceof HearthError) return error
  const code = codeOf(error)
  const advice = ADVICE.find(([prefix]) => code.startsWith(prefix))?.[1]
  const message = advice ?? 'The host can’t write to its database; nothing was accepted.'
  return new HearthError('host.store', where === undefined ? message : `${message} (${where})`, {
    cause: error,
  })
}
