import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIST_FRESH_MS, LISTS_KEPT } from '../limits.ts'
import { createFileFinder } from './find-files.ts'
import { listFiles, listingOf } from './list-files.ts'
import { makeRepository, tempFolder, testGit } from './testing.ts'

const put = (root: string, ...names: string[]): void => {
  for (const name of names) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), 'x\n')
  }
}

describe('files of a worktree', () => {
  let folder: ReturnType<typeof tempFolder>
  let root: string
  let now = 0
  const all = async (query = ''): Promise<string[]> =>
    (await createFileFinder({ now: () => now }).find(root, query, 50)).files.sort()
  beforeEach(() => {
    folder = tempFolder()
    root = makeRepository(join(folder.path, 'project'))
    now = 1_000
  })
  afterEach(() => folder.remove())

  it('are those that git tracks, and new ones that it does not ignore', async () => {
    writeFileSync(join(root, '.gitignore'), 'build/\n*.log\n')
    put(root, 'src/tracked.ts', 'build/out.js', 'a.log', 'src/new file.ts')
    testGit(root, 'add', '.gitignore', 'src/tracked.ts')
    expect(await all()).toEqual(['.gitignore', 'README.md', 'src/new file.ts', 'src/tracked.ts'])
  })

  it('are not those that were deleted since', async () => {
    put(root, 'gone.ts')
    testGit(root, 'add', '.')
    rmSync(join(root, 'gone.ts'))
    expect(await all()).toEqual(['README.md'])
  })

  it('may have any name that a person can read; others are left out', async () => {
    const readable = [
      '-rf',
      '--help',
      'a b.ts',
      "it's.md",
      'ünïcode.md',
      '$(touch pwned)',
      '"quoted".ts',
      '*',
    ]
    const hidden = ['line\nbreak.ts', 'bell\u0007.ts', 'rtl\u202egnp.exe', 'zero\u200bwidth.ts']
    put(root, ...readable, ...hidden)
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'latin-')), Buffer.from([0xe4])]), 'x')
    expect(await all()).toEqual(['README.md', ...readable].sort())
    expect(existsSync(join(root, 'pwned'))).toBe(false)
  })

  it('never lead out of the worktree, nor into git’s own data (L2)', async () => {
    writeFileSync(join(folder.path, 'secret'), 'x')
    mkdirSync(join(folder.path, 'outside'))
    symlinkSync('../secret', join(root, 'link-out'))
    symlinkSync('../outside', join(root, 'folder-out'))
    symlinkSync('.git/config', join(root, 'link-git'))
    symlinkSync('nowhere', join(root, 'link-nowhere'))
    symlinkSync('README.md', join(root, 'link-in'))
    makeRepository(join(root, 'nested'))
    expect(await all()).toEqual(['README.md', 'link-in'])
  })

  it('are listed without running anything of the repository', async () => {
    const program = join(folder.path, 'program')
    writeFileSync(program, `#!/bin/sh\ntouch ${join(folder.path, 'ran')}\ncat\n`)
    chmodSync(program, 0o755)
    for (const [name, value] of [
      ['core.fsmonitor', program],
      ['filter.evil.clean', program],
      ['filter.evil.smudge', program],
      ['filter.evil.process', program],
      ['core.hooksPath', folder.path],
    ] as const)
      testGit(root, 'config', name, value)
    put(root, '.gitattributes', 'src/a.ts')
    writeFileSync(join(root, '.gitattributes'), '* filter=evil\n')
    writeFileSync(join(root, 'README.md'), 'changed\n')
    expect(await all('src')).toEqual(['src/a.ts'])
    expect(existsSync(join(folder.path, 'ran'))).toBe(false)
  })

  it('can’t be listed where there is no worktree', async () => {
    const finder = createFileFinder({ now: () => now })
    await expect(finder.find(folder.path, 'a', 5)).rejects.toMatchObject({ code: 'host.files' })
    await expect(finder.find(join(folder.path, 'gone'), 'a', 5)).rejects.toMatchObject({ code: 'host.files' })
  })

  it('say when there are more', async () => {
    put(root, 'a.ts', 'b.ts')
    const finder = createFileFinder({ now: () => now })
    expect(await finder.find(root, '.ts', 1)).toEqual({
      files: [expect.stringMatching(/^[ab]\.ts$/)],
      more: true,
    })
    expect(await finder.find(root, '.ts', 2)).toMatchObject({ more: false })
  })
})

describe('lists of files', () => {
  const folder = tempFolder()
  afterEach(() => folder.remove())

  it('are kept while one name is typed, made anew after that, and let go of where there are many', async () => {
    let now = 0
    const listed: string[] = []
    const finder = createFileFinder({
      now: () => now,
      list: async (root) => {
        listed.push(root)
        return listingOf([])
      },
    })
    for (const query of ['a', 'ab', 'abc']) await finder.find('/one', query, 5)
    expect(listed).toEqual(['/one'])
    now += LIST_FRESH_MS
    await finder.find('/one', 'abcd', 5)
    expect(listed).toEqual(['/one', '/one'])
    for (let i = 0; i < LISTS_KEPT; i += 1) await finder.find(`/other-${i}`, '', 5)
    await finder.find('/one', '', 5)
    expect(listed.filter((root) => root === '/one')).toHaveLength(3)
  })

  it('are made once, however many ask', async () => {
    let count = 0
    const finder = createFileFinder({
      now: () => 0,
      list: async () => {
        count += 1
        return listingOf([])
      },
    })
    await Promise.all([finder.find('/one', 'a', 5), finder.find('/one', 'b', 5)])
    expect(count).toBe(1)
  })

  it('are not laid out again where nothing has changed', async () => {
    const root = makeRepository(join(folder.path, 'same'))
    const first = await listFiles(root, null)
    expect(await listFiles(root, first)).toBe(first)
    put(root, 'new.ts')
    expect((await listFiles(root, first)).names).toEqual(['new.ts', 'README.md'])
  })

  it('do while a slow one is made anew', async () => {
    const root = makeRepository(join(folder.path, 'project'))
    let now = 0
    let slow: (() => void) | undefined
    const finder = createFileFinder({
      now: () => now,
      list: async (path) => {
        if (now > 0) await new Promise<void>((resolve) => (slow = resolve))
        return listFiles(path, null)
      },
    })
    await finder.find(root, '', 5)
    now += LIST_FRESH_MS
    put(root, 'new.ts')
    expect((await finder.find(root, '', 5)).files).toEqual(['README.md'])
    slow?.()
    await expect.poll(async () => (await finder.find(root, 'new', 5)).files).toEqual(['new.ts'])
  })
})
