import { ERRORS, type ErrorCode, HearthError } from '@hearth/shared/protocol'

/** What the command's exit code says. docs/cli.md lists them. */
export const Exit = { ok: 0, failed: 1, usage: 2, unreachable: 3, refused: 4, attention: 5 } as const
export type Exit = (typeof Exit)[keyof typeof Exit]

const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  'control.not_running',
  'control.lost',
  'relay.unreachable',
  'host.unreachable',
  'link.offline',
  'link.timeout',
  'link.lost',
  'pairing.timeout',
  'pairing.interrupted',
])
const USAGE: ReadonlySet<ErrorCode> = new Set(['input.invalid', 'pairing.link', 'control.path'])

/** The exit code of a failure. */
export const exitOf = (error: unknown): Exit => {
  if (!(error instanceof HearthError)) return Exit.failed
  if (USAGE.has(error.code)) return Exit.usage
  if (UNREACHABLE.has(error.code)) return Exit.unreachable
  if (error.code.startsWith('keys.') || error.code === 'link.audit') return Exit.attention
  if (ERRORS[error.code][1] === 'auth' || error.code.startsWith('decision.')) return Exit.refused
  return Exit.failed
}
