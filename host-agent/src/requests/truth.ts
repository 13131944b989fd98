import type { Permission } from './entry.ts'
import type { Files } from './files.ts'
import { sameWorld } from './world.ts'

type Env = Readonly<Record<string, string | null>>

const sameEnv = (a: Env, b: Env): boolean => {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  )
}

/** Is everything that a request was shown with still so: files, folders, and the environment as far as the agent states it? */
export const isStillTrue = ({ frozen, env }: Permission, files: Files): boolean =>
  sameWorld(frozen.world, files) && sameEnv(env(), frozen.facts.envDelta)
