import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Project } from '@hearth/shared/protocol'
import { HearthError, WIRE_LIMITS } from '@hearth/shared/protocol'
import { MAX_PROJECTS } from '../limits.ts'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import { inspectFolder } from './inspect.ts'

/** The folders in which agents may work. */
export interface Projects {
  list(): Project[]
  /** @throws HearthError `host.unknown_project` */
  get(id: string): Project
  /**
   * Allows a folder; harmless to repeat. Its id is made of its real path.
   * @throws HearthError `host.project_missing`, `host.project_not_git`, `host.project_no_commits`,
   * `host.too_many_projects`, `host.git_missing`, `host.store`
   */
  add(folder: string): Promise<Project>
  /** Takes a folder off the list; nothing in it is touched. @throws HearthError `host.unknown_project`, `host.store` */
  remove(id: string): void
  onChange(listener: () => void): () => void
}

/** A project's id: the first 8 bytes of the SHA-256 of its real path, in hex. */
export const projectId = (realPath: string): string =>
  createHash('sha256').update(realPath).digest('hex').slice(0, 16)

export const createProjects = (db: HostDatabase): Projects => {
  const rows = db.prepare('SELECT id, name, path FROM project ORDER BY name, path').all() as Project[]
  const known = new Map(rows.map(({ id, name, path }) => [id, { id, name, path }]))
  const listeners = new Set<() => void>()

  const write = (sql: string, ...values: unknown[]): void => {
    try {
      db.prepare(sql).run(...values)
    } catch (error) {
      throw storeError(error)
    }
    for (const listener of listeners) listener()
  }

  const get = (id: string): Project => {
    const project = known.get(id)
    if (project === undefined) throw new HearthError('host.unknown_project')
    return project
  }

  return {
    list: () => [...known.values()],
    get,
    add: async (folder) => {
      const path = await inspectFolder(folder)
      const id = projectId(path)
      const already = known.get(id)
      if (already !== undefined) return already
      if (known.size >= MAX_PROJECTS) throw new HearthError('host.too_many_projects')
      const project = { id, name: basename(path).slice(0, WIRE_LIMITS.nameLength.value) || '/', path }
      known.set(id, project)
      try {
        write(
          'INSERT INTO project (id, name, path, at) VALUES (?, ?, ?, ?)',
          id,
          project.name,
          path,
          Date.now(),
        )
      } catch (error) {
        known.delete(id)
        throw error
      }
      return project
    },
    remove: (id) => {
      const project = get(id)
      known.delete(id)
      try {
        write('DELETE FROM project WHERE id = ?', id)
      } catch (error) {
        known.set(id, project)
        throw error
      }
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
