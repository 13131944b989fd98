import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Files } from './fs.ts'
import { PathGuard } from './path-guard.ts'
import { GOING, makePlace, type Place, toldBy } from './testing.ts'

let place: Place
beforeEach(() => {
  place = makePlace()
})
afterEach(() => place.remove())

const resolve = (path: string) => new PathGuard(place.root).resolve(path)
const inTree = (...parts: string[]) => join(place.root, ...parts)

describe('a path', () => {
  it('leads to its real place, whatever is missing of it', () => {
    fs.mkdirSync(inTree('src'))
    fs.symlinkSync('src', inTree('link'))
    expect(resolve(`${place.root}//./link/a/b.ts`)).toEqual({
      real: inTree('src/a/b.ts'),
      missing: ['a', 'b.ts'],
    })
    expect(resolve(inTree('src'))).toEqual({ real: inTree('src'), missing: [] })
  })

  it('may reach the tree by a link outside of it: it is judged by where it leads', () => {
    fs.symlinkSync(place.root, join(place.outside, 'door'))
    expect(resolve(join(place.outside, 'door/x')).real).toBe(inTree('x'))
  })

  it.each([
    ['relative', 'a.ts'],
    ['empty', ''],
    ['with a NUL', '/tree/a\0.ts'],
    ['longer than a system takes', `/${'a/'.repeat(2_100)}`],
    ['a name longer than a system takes', `/${'a'.repeat(300)}`],
    ['with ..', '/tree/../x'],
    ['with .. at its end', '/tree/..'],
  ])('is refused for its form: %s', async (_, path) => {
    const full = path.startsWith('/') ? path.replace('/', `${place.root}/`) : path
    expect(await toldBy(() => resolve(full))).toBe('path.form')
  })

  it('is refused outside, and beside under a look-alike name', async () => {
    fs.mkdirSync(`${place.root}-evil`)
    for (const path of [
      '/',
      '/etc/passwd',
      place.base,
      place.outside,
      `${place.root}-evil/x`,
      `${place.root}x`,
    ])
      expect(await toldBy(() => resolve(path))).toBe('path.outside')
  })

  it('is refused through links that leave, in whatever part', async () => {
    fs.symlinkSync(place.outside, inTree('far'))
    fs.symlinkSync('../outside', inTree('near'))
    fs.writeFileSync(join(place.outside, 'secret'), 's')
    fs.symlinkSync('far/secret', inTree('file'))
    for (const path of ['far', 'far/new', 'near/secret', 'file'])
      expect(await toldBy(() => resolve(inTree(path)))).toBe('path.outside')
  })

  it('is refused through links that lead nowhere or in a circle', async () => {
    fs.symlinkSync(join(place.outside, 'not-yet'), inTree('dangling'))
    fs.symlinkSync('b', inTree('a'))
    fs.symlinkSync('a', inTree('b'))
    for (const path of ['dangling', 'dangling/x', 'a', 'a/x'])
      expect(await toldBy(() => resolve(inTree(path)))).toBe('path.link')
  })

  it('is refused into git’s own data, however it is spelled or reached', async () => {
    fs.mkdirSync(inTree('.git/hooks'), { recursive: true })
    fs.symlinkSync('.git', inTree('innocent'))
    const paths = ['.git', '.git/config', '.git/hooks/pre-commit', 'innocent/config', 'sub/.git/config']
    const spelled = ['.GIT/config', '.Git ./config', '.git./config', 'git~1/config', '.g\u200cit/config']
    for (const path of [...paths, ...spelled])
      expect(await toldBy(() => resolve(inTree(path)))).toBe('path.git')
    for (const path of ['.gitignore', '.github/x.yml', 'a.git/config', 'git'])
      expect(await toldBy(() => resolve(inTree(path)))).toBe('done')
  })

  it('is refused through a file', async () => {
    fs.writeFileSync(inTree('file'), '')
    expect(await toldBy(() => resolve(inTree('file/x')))).toBe('path.form')
  })
})

describe('what a path leads to', () => {
  it('is not opened when a folder became a link since it was judged', async () => {
    const guard = new PathGuard(place.root)
    fs.mkdirSync(inTree('src/deep'), { recursive: true })
    const target = guard.resolve(inTree('src/deep/x'))
    const fresh = guard.resolve(inTree('src/new/x'))
    fs.mkdirSync(join(place.outside, 'deep'))
    fs.renameSync(inTree('src'), inTree('old'))
    fs.symlinkSync(place.outside, inTree('src'))
    expect(await toldBy(() => guard.parent(target, true))).toBe('path.moved')
    expect(await toldBy(() => guard.parent(fresh, true))).toMatch(/^path\.(moved|form|link)$/)
    expect(fs.readdirSync(place.outside)).toEqual(['deep'])
  })

  it('is not opened when a link stands where a folder was to be made', async () => {
    const guard = new PathGuard(place.root)
    const target = guard.resolve(inTree('new/x'))
    fs.symlinkSync(place.outside, inTree('new'))
    expect(await toldBy(() => guard.parent(target, true))).toMatch(/^path\.(form|link)$/)
  })

  it('is used by way of the open folder, though it is moved meanwhile', () => {
    const guard = new PathGuard(place.root)
    fs.mkdirSync(inTree('src'))
    const { directory, name } = guard.parent(guard.resolve(inTree('src/x')), false)
    fs.renameSync(inTree('src'), inTree('old'))
    fs.symlinkSync(place.outside, inTree('src'))
    // Elsewhere than on Linux the path of an open folder can't be told from its name.
    if (process.platform === 'linux') {
      fs.writeFileSync(directory.entry(name), 'here')
      expect(fs.readFileSync(inTree('old/x'), 'utf8')).toBe('here')
      expect(fs.readdirSync(place.outside)).toEqual([])
    }
    directory.close()
  })
})

const NAMES = ['a', 'b', '.git', 'tree', 'outside', 'tree-evil', 'pipe']
const name = fc.constantFrom(...NAMES)
const relative = fc.array(fc.oneof({ weight: 6, arbitrary: name }, fc.constantFrom('..', '.')), {
  minLength: 1,
  maxLength: 5,
})
const node = fc.oneof(
  fc.record({
    kind: fc.constantFrom('file', 'folder', 'pipe' as const),
    at: fc.array(name, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('link' as const),
    at: fc.array(name, { minLength: 1, maxLength: 4 }),
    to: relative,
    absolute: fc.boolean(),
  }),
)

type Node = typeof node extends fc.Arbitrary<infer T> ? T : never

/** Puts a node into the world where that can be: into the tree, or beside it. */
function plant(base: string, made: Node): void {
  const path = join(base, ...made.at)
  if (path !== fs.realpathSync(base) && !path.startsWith(`${base}/`)) return
  try {
    fs.mkdirSync(join(path, '..'), { recursive: true })
    if (made.kind === 'folder') fs.mkdirSync(path)
    else if (made.kind === 'file') fs.writeFileSync(path, `content of ${path}`, { flag: 'wx' })
    else if (made.kind === 'pipe') execFileSync('mkfifo', [path], { stdio: 'ignore' })
    else if ('to' in made) fs.symlinkSync(made.absolute ? join(base, ...made.to) : made.to.join('/'), path)
  } catch (error) {
    // Where something else is there already, that is the world.
    if (!(error instanceof Error)) throw error
  }
}

/** Everything below a folder by its path, links not followed. */
function everything(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    found[path] = entry.isFile()
      ? fs.readFileSync(path, 'utf8')
      : entry.isSymbolicLink()
        ? fs.readlinkSync(path)
        : '-'
  }
  return found
}

const isGuarded = (root: string, path: string) =>
  path.startsWith(`${root}/`) && !path.slice(root.length).split('/').includes('.git')

describe('in any tree of files, folders, pipes and links', () => {
  it('reads exactly what leads inside, and writes nothing anywhere else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(node, { maxLength: 14 }),
        fc.array(relative, { minLength: 1, maxLength: 6 }),
        async (nodes, paths) => {
          const world = makePlace()
          try {
            for (const made of nodes) plant(world.base, made)
            fs.rmSync(join(world.base, 'tree-evil'), { recursive: true, force: true })
            if (!fs.lstatSync(world.root).isDirectory()) return
            const files = new Files(new PathGuard(world.root), async () => true)
            for (const parts of paths) {
              const path = `${world.root}/${parts.join('/')}`
              await checkRead(world, files, path)
              const before = everything(world.base)
              const told = await toldBy(() => files.write({ path, content: 'written' }, GOING))
              const after = everything(world.base)
              const changed = Object.keys({ ...before, ...after }).filter((at) => before[at] !== after[at])
              expect(changed.filter((at) => !isGuarded(world.root, at))).toEqual([])
              if (told === 'done') expect(fs.readFileSync(path, 'utf8')).toBe('written')
              else expect(changed.filter((at) => after[at] !== '-')).toEqual([])
            }
          } finally {
            world.remove()
          }
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)
})

/** What is read is what the system itself finds there, if that is a file of the tree. */
async function checkRead(world: Place, files: Files, path: string): Promise<void> {
  const real = await realpath(path).catch(() => null)
  const isOpen =
    real !== null &&
    isGuarded(world.root, real) &&
    fs.statSync(real).isFile() &&
    !path.split('/').includes('..')
  const told = await toldBy(() => files.read({ path }))
  if (isOpen) expect(files.read({ path }).content).toBe(fs.readFileSync(path, 'utf8'))
  else expect(told).not.toBe('done')
}
