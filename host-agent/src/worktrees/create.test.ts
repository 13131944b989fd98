import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorktree, mainPlace, worktreeNames } from './create.ts'
import { makeRepository, tempFolder, testGit } from './testing.ts'

let folder: { path: string; remove: () => void }
let repository: string
let parent: string
beforeEach(() => {
  folder = tempFolder()
  repository = makeRepository(join(folder.path, 'repo'))
  parent = join(folder.path, 'worktrees', 'repo')
})
afterEach(() => folder.remove())

const traces = () => ({
  branches: testGit(repository, 'branch', '--list', 'hearth/*', '--format=%(refname:short)'),
  worktrees: testGit(repository, 'worktree', 'list', '--porcelain').match(/^worktree /gm)?.length,
  folders: existsSync(parent) ? readdirSync(parent) : [],
})
const none = { branches: '', worktrees: 1, folders: [] }

test('a worktree is made on a new branch from HEAD', async () => {
  const place = await createWorktree({ repository, parent, name: 'fix-login-1a2b' })
  expect(place).toEqual({
    kind: 'worktree',
    path: join(parent, 'fix-login-1a2b'),
    branch: 'hearth/fix-login-1a2b',
  })
  expect(readFileSync(join(place.path, 'README.md'), 'utf8')).toContain('for tests')
  expect(testGit(place.path, 'rev-parse', 'HEAD')).toBe(testGit(repository, 'rev-parse', 'main'))
  expect(statSync(parent).mode & 0o777).toBe(0o700)
})

test('no hook of the repository runs', async () => {
  const hook = join(repository, '.git', 'hooks', 'post-checkout')
  mkdirSync(join(repository, '.git', 'hooks'), { recursive: true })
  writeFileSync(hook, `#!/bin/sh\ntouch ${join(folder.path, 'ran')}\n`)
  chmodSync(hook, 0o755)
  testGit(repository, 'checkout', '-q', '-b', 'proof')
  expect(existsSync(join(folder.path, 'ran'))).toBe(true)
  writeFileSync(hook, `#!/bin/sh\ntouch ${join(folder.path, 'ran-again')}\n`)
  await createWorktree({ repository, parent, name: 'quiet-1a2b' })
  expect(existsSync(join(folder.path, 'ran-again'))).toBe(false)
})

test('a folder in the way is refused and left as it was', async () => {
  mkdirSync(join(parent, 'taken-1a2b'), { recursive: true })
  writeFileSync(join(parent, 'taken-1a2b', 'mine'), 'kept')
  await expect(createWorktree({ repository, parent, name: 'taken-1a2b' })).rejects.toMatchObject({
    code: 'host.worktree',
  })
  expect(readFileSync(join(parent, 'taken-1a2b', 'mine'), 'utf8')).toBe('kept')
  expect(traces()).toEqual({ ...none, folders: ['taken-1a2b'] })
})

test('a branch that exists is refused and left as it was', async () => {
  testGit(repository, 'branch', 'hearth/taken-1a2b')
  await expect(createWorktree({ repository, parent, name: 'taken-1a2b' })).rejects.toMatchObject({
    code: 'host.worktree',
    message: expect.stringContaining('hearth/taken-1a2b'),
  })
  expect(traces()).toEqual({ ...none, branches: 'hearth/taken-1a2b' })
})

test('a checkout that fails half-way leaves nothing behind', async () => {
  writeFileSync(join(repository, '.gitattributes'), 'broken filter=broken\n')
  writeFileSync(join(repository, 'broken'), 'x\n')
  testGit(repository, 'add', '.')
  testGit(repository, 'commit', '-q', '-m', 'a file that can’t be checked out')
  testGit(repository, 'config', 'filter.broken.smudge', 'exit 3')
  testGit(repository, 'config', 'filter.broken.required', 'true')
  await expect(createWorktree({ repository, parent, name: 'half-1a2b' })).rejects.toMatchObject({
    code: 'host.worktree',
  })
  expect(traces()).toEqual(none)
})

test('a parent that is a file is refused', async () => {
  writeFileSync(join(folder.path, 'worktrees'), '')
  await expect(createWorktree({ repository, parent, name: 'x-1a2b' })).rejects.toMatchObject({
    code: 'host.worktree',
  })
})

test('a repository that has gone is refused', async () => {
  const missing = join(folder.path, 'gone')
  await expect(createWorktree({ repository: missing, parent, name: 'x-1a2b' })).rejects.toMatchObject({
    code: 'host.worktree',
  })
  expect(existsSync(parent)).toBe(false)
})

test('a variable left over from a hook does not point git elsewhere', async () => {
  process.env.GIT_DIR = join(folder.path, 'elsewhere')
  try {
    await createWorktree({ repository, parent, name: 'clean-1a2b' })
  } finally {
    delete process.env.GIT_DIR
  }
  expect(traces().folders).toEqual(['clean-1a2b'])
})

test('the main checkout is a place with its branch, or none when detached', async () => {
  expect(await mainPlace(repository)).toEqual({ kind: 'main', path: repository, branch: 'main' })
  testGit(repository, 'checkout', '-q', '--detach')
  expect(await mainPlace(repository)).toEqual({ kind: 'main', path: repository, branch: null })
})

test('the names for a session get longer, so that a clash is not the end', () => {
  expect(worktreeNames('Fix the login', '0123456789abcdef0123456789abcdef')).toEqual([
    'fix-the-login-0123',
    'fix-the-login-01234567',
    'fix-the-login-0123456789abcdef0123456789abcdef',
  ])
})
