import { dirname, resolve, sep } from 'node:path'
import type { CommandLine } from './command.ts'
import type { Files } from './files.ts'
import { MAX_BOUND_BYTES } from './limits.ts'
import { type BoundFile, bindOperands } from './operands.ts'
import type { Whereabouts } from './risk.ts'

/** The part of the world that a request is about, as it was when the request was made. */
export interface World {
  /** The working directory as the agent named it, and what it really was. */
  cwd: { named: string; path: string; dev: string; ino: string }
  files: readonly BoundFile[]
  /** The command that they are about to run by; null for what is none. */
  line: CommandLine | null
  /** What files that are to be changed hold; null where there is none, or too large a one. */
  before: readonly { path: string; sha256: string | null }[]
  /** Real directories of the paths that would be touched: a swapped link on the way shows here. */
  places: readonly Place[]
  /** The same of every path that was looked at to say how grave it is. */
  judged: readonly Place[]
}

/** A path and where it really leads. */
interface Place {
  readonly path: string
  readonly real: string | null
}

/** The real path of the nearest existing ancestor of `path`, with the rest appended. */
export const realPlace = (path: string, files: Files): string | null => {
  const real = files.realpath(path)
  if (real !== null) return real
  const parent = dirname(path)
  if (parent === path) return null
  const above = realPlace(parent, files)
  return above === null ? null : resolve(above, path.slice(parent.length).replace(/^[/\\]+/, ''))
}

const within = (path: string, root: string): boolean => path === root || path.startsWith(root + sep)

/** Where `path` really lies; `root` is the worktree's real path, `cwd` that of the command. */
export const whereabouts = (path: string, cwd: string, root: string, files: Files): Whereabouts =>
  whereIs(realPlace(resolve(cwd, path), files), root)

/** Where a real path lies. */
export const whereIs = (real: string | null, root: string): Whereabouts => {
  if (real === null || !within(real, root)) return 'outside'
  return real.slice(root.length).split(sep).includes('.git') ? 'git' : 'inside'
}

/** What cwd really is; dev and ino are `0` where there is none, so that an approval can never match it. */
export const realCwd = (named: string, files: Files): World['cwd'] => {
  const path = files.realpath(named)
  const directory = path === null ? null : files.directory(path)
  return { named, path: path ?? named, dev: directory?.dev ?? '0', ino: directory?.ino ?? '0' }
}

/** Would the same files run, each as it was? One that was not there when people looked may be by now. */
const runsTheSame = ({ line, cwd, files: bound }: World, files: Files): boolean => {
  if (line === null) return true
  const now = bindOperands(line, cwd.path, files).files
  return (
    now.length === bound.length &&
    now.every(({ path, sha256 }) => bound.some((file) => file.path === path && file.sha256 === sha256))
  )
}

/** Is everything still as it was? Compares real paths, device and inode, and each file's content. */
export const sameWorld = (world: World, files: Files): boolean => {
  const { named, path, dev, ino } = world.cwd
  const now = realCwd(named, files)
  if (now.ino === '0' || now.path !== path || now.dev !== dev || now.ino !== ino) return false
  return (
    world.before.every((file) => files.sha256(file.path, MAX_BOUND_BYTES) === file.sha256) &&
    runsTheSame(world, files) &&
    [...world.places, ...world.judged].every((place) => realPlace(place.path, files) === place.real)
  )
}
