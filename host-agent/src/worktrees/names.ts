import { HearthError } from '@hearth/shared/protocol'
import { NAME_SHOWN, SLUG_MAX } from '../limits.ts'

const SAFE = /^[a-z0-9][a-z0-9._-]{0,63}$/
/** Names that Windows keeps for devices, with or without an extension; such a branch can't be checked out there. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/

/**
 * Lets a name through that is a plain file name and a plain branch name everywhere, and nothing else.
 * @throws HearthError `host.worktree_name`
 */
export const safeName = (name: string): string => {
  const refused =
    !SAFE.test(name) ||
    RESERVED.test(name) ||
    name.includes('..') ||
    name.endsWith('.') ||
    name.endsWith('.lock') ||
    name.endsWith('.git')
  if (refused)
    throw new HearthError(
      'host.worktree_name',
      `A worktree can’t be named ${JSON.stringify(name.slice(0, NAME_SHOWN))}`,
    )
  return name
}

/** A title's letters and digits as part of a name: at most `SLUG_MAX` of a–z, 0–9 and single dashes. */
export const slug = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replace(/^-+|-+$/g, '') || 'session'
