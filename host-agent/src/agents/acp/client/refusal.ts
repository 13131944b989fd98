import { RequestError } from '@agentclientprotocol/sdk'

/** Why something that an agent asked of us was not done; it stands in the error's `data.reason`. */
export type Reason =
  | 'path.form'
  | 'path.outside'
  | 'path.git'
  | 'path.link'
  | 'path.directory'
  | 'path.special'
  | 'path.denied'
  | 'path.moved'
  | 'file.large'
  | 'file.not_text'
  | 'file.read_only'
  | 'file.changed'
  | 'permission.denied'
  | 'terminal.form'
  | 'terminal.too_many'
  | 'terminal.unknown'
  | 'session.closed'

/** JSON-RPC's "Invalid params": what was asked can't be done as asked, and will not be when repeated. */
const INVALID_PARAMS = -32602

/** An error that tells the agent what was refused and why. */
export function refusal(reason: Reason, message: string): RequestError {
  return new RequestError(INVALID_PARAMS, message, { reason })
}

/** ACP's error for a file that does not exist (code -32002), which agents take as "may be created". */
export const notFound = (path: string): RequestError => RequestError.resourceNotFound(path)

/** The `code` of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** What a failed call of the system means for the agent; what isn't known is passed on without its paths. */
export function refusalOf(error: unknown, path: string): unknown {
  if (error instanceof RequestError) return error
  const code = codeOf(error)
  switch (code) {
    case 'ENOENT':
      return notFound(path)
    case 'ELOOP':
      return refusal(
        'path.link',
        'The path goes through a symbolic link that leads nowhere or changed just now.',
      )
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return refusal('path.form', 'A part of the path is not a folder, or its name is too long.')
    case 'EISDIR':
      return refusal('path.directory', 'The path is a folder, not a file.')
    case 'ENXIO':
      return refusal('path.special', 'The path is not a regular file.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return refusal('path.denied', 'The system does not allow that for this path.')
    case '':
      return error
    default:
      return RequestError.internalError({ code }, `the system refused it (${code})`)
  }
}
