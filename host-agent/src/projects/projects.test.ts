import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_PROJECTS } from '../limits.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { makeRepository, tempFolder, testGit } from '../worktrees/testing.ts'
import { createProjects, projectId } from './projects.ts'

let folder: { path: string; remove: () => void }
let db: HostDatabase
beforeEach(() => {
  folder = tempFolder()
  db = openDatabase(join(folder.path, 'host.db'))
})
afterEach(() => {
  db.close()
  folder.remove()
})

test('a repository is allowed by its real path, once, and is there after a restart', async () => {
  const path = makeRepository(join(folder.path, 'repo'))
  symlinkSync(path, join(folder.path, 'link'))
  const projects = createProjects(db)
  let changes = 0
  projects.onChange(() => changes++)
  const project = await projects.add(join(folder.path, 'link'))
  expect(project).toEqual({ id: projectId(path), name: 'repo', path })
  expect(await projects.add(path)).toEqual(project)
  expect(changes).toBe(1)
  expect(createProjects(db).list()).toEqual([project])
})

test('a project that was removed is not known any more', async () => {
  const projects = createProjects(db)
  const { id } = await projects.add(makeRepository(join(folder.path, 'repo')))
  projects.remove(id)
  expect(projects.list()).toEqual([])
  expect(createProjects(db).list()).toEqual([])
  expect(() => projects.get(id)).toThrow(expect.objectContaining({ code: 'host.unknown_project' }))
  expect(() => projects.remove(id)).toThrow(expect.objectContaining({ code: 'host.unknown_project' }))
})

test('projects are bounded, and one that is known already is no further one', async () => {
  const path = makeRepository(join(folder.path, 'repo'))
  const known = await createProjects(db).add(path)
  db.exec(`
    WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < ${MAX_PROJECTS})
    INSERT INTO project (id, name, path, at) SELECT printf('%016x', n), 'x', '/nowhere/' || n, 1 FROM n
  `)
  const projects = createProjects(db)
  const other = makeRepository(join(folder.path, 'other'))
  await expect(projects.add(other)).rejects.toMatchObject({ code: 'host.too_many_projects' })
  expect(await projects.add(path)).toEqual(known)
})

const refused = (path: string, code: string) =>
  expect(createProjects(db).add(join(folder.path, path))).rejects.toMatchObject({ code })

test('a folder that is missing is refused', () => refused('missing', 'host.project_missing'))

test('a file is refused', () => {
  writeFileSync(join(folder.path, 'file'), '')
  return refused('file', 'host.project_missing')
})

test('a folder that is not a repository is refused', () => {
  mkdirSync(join(folder.path, 'plain'))
  return refused('plain', 'host.project_not_git')
})

test('a folder inside a repository is refused, and the repository named', async () => {
  const path = makeRepository(join(folder.path, 'repo'))
  mkdirSync(join(path, 'inside'))
  await expect(createProjects(db).add(join(path, 'inside'))).rejects.toMatchObject({
    code: 'host.project_not_git',
    message: expect.stringContaining(`repository ${path}.`),
  })
})

test('a repository without commits is refused', () => {
  mkdirSync(join(folder.path, 'empty'))
  testGit(join(folder.path, 'empty'), 'init', '-q')
  return refused('empty', 'host.project_no_commits')
})
