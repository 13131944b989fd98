import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { RequestAction } from '@hearth/shared/session'
import type { Ask } from '../agents/driver.ts'
import { readCommand } from './command.ts'
import type { Files } from './files.ts'
import { MAX_BOUND_BYTES, MAX_PARTS } from './limits.ts'
import { bindOperands, type Operands } from './operands.ts'
import { realCwd, realPlace, type World } from './world.ts'

/** What the host itself sees of what an agent asks for. */
export interface Sight {
  readonly world: World
  /** The worktree's real path. */
  readonly root: string
  readonly operands: Operands
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const pathsOf = (ask: Ask): readonly string[] => {
  if (ask.type === 'edit') return ask.files.map(({ path }) => path)
  return ask.type === 'access' ? ask.paths : []
}

/** Looks at the files and folders that are meant, and binds them. `rootPath`: the session's worktree. */
export const look = (ask: Ask, rootPath: string, files: Files): Sight => {
  const named = ask.type === 'command' && ask.cwd !== undefined ? resolve(rootPath, ask.cwd) : rootPath
  const cwd = realCwd(named, files)
  const line = ask.type === 'command' ? readCommand(ask.command) : null
  const operands = line === null ? { files: [], unbound: [] } : bindOperands(line, cwd.path, files)
  const places = pathsOf(ask).map((path) => resolve(cwd.path, path))
  const world: World = {
    cwd,
    files: operands.files,
    line,
    before:
      ask.type === 'edit'
        ? places.map((path) => ({ path, sha256: files.sha256(path, MAX_BOUND_BYTES) }))
        : [],
    places: places.map((path) => ({ path, real: realPlace(path, files) })),
    judged: [],
  }
  return { world, root: files.realpath(rootPath) ?? rootPath, operands }
}

/** What would be done, in facts. */
export const actionOf = (ask: Ask, { world }: Sight): RequestAction => {
  const { line } = world
  switch (ask.type) {
    case 'command': {
      const argv = line?.argv ?? null
      const parts = argv === null ? (line?.commands ?? []).map(({ source }) => source) : []
      return { type: 'command', command: ask.command, argv, parts: parts.length > MAX_PARTS ? [] : parts }
    }
    case 'edit':
      return {
        type: 'edit',
        files: ask.files.map(({ path, diff }, index) => ({
          path,
          diff,
          diffHash: sha256(diff),
          before: world.before[index]?.sha256 ?? null,
        })),
      }
    case 'access':
      return { type: 'access', paths: [...ask.paths] }
    case 'fetch':
      return { type: 'fetch', url: ask.url }
    case 'mcp':
    case 'mode':
    case 'other':
      return { ...ask }
  }
}
