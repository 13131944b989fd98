import { lstat, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { Place } from '@hearth/shared/session'
import { git } from './git.ts'
import { safeName, slug } from './names.ts'

/** A repository folder and the folder under which its worktrees are made. */
export interface WorktreeSpec {
  /** Real path of the project's folder. */
  repository: string
  /** Folder for this project's worktrees; made if missing. */
  parent: string
  /** One plain name: the folder is `parent/name`, the branch `hearth/name`. */
  name: string
}

/** The names to try for a session's worktree, the friendliest first. `session` is the session's id in hex. */
export const worktreeNames = (title: string, session: string): string[] =>
  [4, 8, 32].map((digits) => safeName(`${slug(title)}-${session.slice(0, digits)}`.slice(-64)))

/** The project's main checkout as a place; `branch` is null when it is detached. */
export const mainPlace = async (repository: string): Promise<Place> => {
  const head = await git(repository, 'symbolic-ref', '--quiet', '--short', 'HEAD')
  return { kind: 'main', path: repository, branch: head.ok ? head.out : null }
}

/**
 * Makes a worktree on a new branch from HEAD. A failure leaves neither folder nor branch behind, and what stood in
 * the way before is not touched.
 * @throws HearthError `host.worktree_name`, `host.worktree`, `host.git_missing`
 */
export const createWorktree = async (spec: WorktreeSpec): Promise<Place> => {
  const name = safeName(spec.name)
  const [path, branch] = [join(spec.parent, name), `hearth/${name}`]
  if (await exists(path)) throw failed(`${path} exists already`)
  const ref = `refs/heads/${branch}`
  const base = await git(spec.repository, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
  if (!base.ok) throw failed('the repository has no commit, or is not there any more')
  const taken = await git(spec.repository, 'show-ref', '--verify', '--quiet', ref)
  if (taken.ok) throw failed(`the branch ${branch} exists already`)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw failed(error.message)
  })
  const made = await git(spec.repository, 'worktree', 'add', '--no-track', '-b', branch, '--', path, base.out)
  if (made.ok) return { kind: 'worktree', path, branch }
  await undo(spec.repository, path, ref, base.out)
  throw failed(made.words)
}

const failed = (why: string) => new HearthError('host.worktree', `The git worktree could not be made: ${why}`)

const exists = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Takes back what a failed `worktree add` left. The branch goes only if it still is where we put it. */
const undo = async (repository: string, path: string, ref: string, base: string): Promise<void> => {
  if (await exists(path)) {
    const removed = await git(repository, 'worktree', 'remove', '--force', '--', path)
    if (!removed.ok) await rm(path, { recursive: true, force: true })
  }
  await git(repository, 'update-ref', '-d', ref, base)
}
