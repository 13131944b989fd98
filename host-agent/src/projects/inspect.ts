import { realpath, stat } from 'node:fs/promises'
import { HearthError } from '@hearth/shared/protocol'
import { git } from '../worktrees/git.ts'

/**
 * The real path of a folder that can be a project: the top of a git repository with at least one commit.
 * @throws HearthError `host.project_missing`, `host.project_not_git`, `host.project_no_commits`, `host.git_missing`
 */
export const inspectFolder = async (folder: string): Promise<string> => {
  const path = await realpath(folder).catch(() => null)
  if (path === null || !(await stat(path)).isDirectory())
    throw new HearthError('host.project_missing', `There is no folder ${folder}. Check the path.`)
  const top = await git(path, 'rev-parse', '--show-toplevel')
  if (!top.ok)
    throw new HearthError(
      'host.project_not_git',
      `${path} is not a git repository (${top.words}). Run git init there, or add another folder.`,
    )
  if ((await realpath(top.out)) !== path)
    throw new HearthError(
      'host.project_not_git',
      `${path} is inside the repository ${top.out}. Add that folder, so that it is clear what agents may touch.`,
    )
  const head = await git(path, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
  if (!head.ok)
    throw new HearthError(
      'host.project_no_commits',
      `${path} has no commit yet. Make a first one, then add it.`,
    )
  return path
}

/**
 * Makes sure that an allowed folder is still the one that was allowed: there, and reached by no link that would lead
 * agents elsewhere. No git runs. @throws HearthError `host.project_missing`
 */
export const checkFolder = async (path: string): Promise<void> => {
  const real = await realpath(path).catch(() => null)
  if (real !== path || !(await stat(path)).isDirectory())
    throw new HearthError(
      'host.project_missing',
      `${path} is not there any more. Put it back, or remove the project.`,
    )
}
