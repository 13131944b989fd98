import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLIENT_FILE_BYTES } from '../../limits.ts'
import { Files } from './fs.ts'
import { PathGuard } from './path-guard.ts'
import { GOING, makePlace, type Place, toldBy } from './testing.ts'
import type { Wish } from './wish.ts'

let place: Place
let permit: ReturnType<typeof vi.fn<(wish: Wish) => Promise<boolean>>>
let files: Files
beforeEach(() => {
  place = makePlace()
  permit = vi.fn(async () => true)
  files = new Files(new PathGuard(place.root), permit)
})
afterEach(() => place.remove())

const at = (name: string) => join(place.root, name)
const read = (name: string, more: object = {}) => files.read({ path: at(name), ...more }).content
const write = (name: string, content: string, signal = GOING) =>
  files.write({ path: at(name), content }, signal)
const toldOnRead = (name: string) => toldBy(() => read(name))
const toldOnWrite = (name: string, content = 'x') => toldBy(() => write(name, content))

describe('fs/read_text_file', () => {
  it('gives the text as it is, byte order mark and line ends too', () => {
    const text = '\ufeffone\r\ntwo\n\nthree €𝄞'
    fs.writeFileSync(at('a'), text)
    expect(read('a')).toBe(text)
  })

  it('gives some lines of it', () => {
    fs.writeFileSync(at('a'), 'one\ntwo\r\nthree\nfour')
    expect(read('a', { line: 2, limit: 2 })).toBe('two\r\nthree\n')
    expect(read('a', { line: 4 })).toBe('four')
    expect(read('a', { limit: 1 })).toBe('one\n')
    expect(read('a', { line: 0, limit: null })).toBe('one\ntwo\r\nthree\nfour')
    expect(read('a', { line: 9 })).toBe('')
    expect(read('a', { limit: 0 })).toBe('')
  })

  it('gives all lines, one by one, as the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r', 'é', ' '), { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        fs.writeFileSync(at('a'), text)
        const count = text.split('\n').length
        const lines = Array.from({ length: count }, (_, n) => read('a', { line: n + 1, limit: 1 }))
        expect(lines.join('')).toBe(text)
      }),
    )
  })

  it('says that there is no file in ACP’s own way', async () => {
    expect(await toldOnRead('none')).toBe(-32002)
    expect(await toldOnRead('no/such/folder')).toBe(-32002)
  })

  it('refuses what is not a text file', async () => {
    fs.writeFileSync(at('binary'), Buffer.from([0x66, 0xff, 0xfe]))
    fs.mkdirSync(at('folder'))
    execFileSync('mkfifo', [at('pipe')])
    fs.writeFileSync(at('large'), Buffer.alloc(CLIENT_FILE_BYTES + 1, 'a'))
    expect(await toldOnRead('binary')).toBe('file.not_text')
    expect(await toldOnRead('folder')).toBe('path.directory')
    expect(await toldBy(() => files.read({ path: place.root }))).toBe('path.directory')
    expect(await toldOnRead('pipe')).toBe('path.special')
    expect(await toldOnRead('large')).toBe('file.large')
  })

  it('refuses what the system does not open', async (ctx) => {
    ctx.skip(process.getuid?.() === 0, 'root may open everything')
    fs.writeFileSync(at('closed'), 'x', { mode: 0 })
    expect(await toldOnRead('closed')).toBe('path.denied')
  })

  it.each([null, {}, { path: 7 }, { path: '/a', line: -1 }, { path: '/a', limit: 1.5 }])(
    'refuses garbage: %j',
    async (params) => expect(await toldBy(() => files.read(params))).toBe(-32602),
  )
})

describe('fs/write_text_file', () => {
  it('replaces a file as a whole, keeps its mode, and leaves nothing beside it', async () => {
    fs.writeFileSync(at('run.sh'), 'old', { mode: 0o755 })
    const open = fs.openSync(at('run.sh'), 'r')
    await write('run.sh', 'new')
    expect(fs.readFileSync(at('run.sh'), 'utf8')).toBe('new')
    expect(fs.statSync(at('run.sh')).mode & 0o777).toBe(0o755)
    // Who had it open still reads the old one whole.
    expect(fs.readFileSync(open, 'utf8')).toBe('old')
    fs.closeSync(open)
    expect(fs.readdirSync(place.root)).toEqual(['run.sh'])
  })

  it('makes a file with its folders', async () => {
    await write('a/b/c.ts', 'x')
    expect(fs.readFileSync(at('a/b/c.ts'), 'utf8')).toBe('x')
    expect(permit).toHaveBeenCalledExactlyOnceWith(
      { type: 'edit', path: at('a/b/c.ts'), before: null, after: 'x' },
      GOING,
    )
  })

  it('writes into the file that a link inside the tree means, and keeps the link', async () => {
    fs.writeFileSync(at('real'), 'old')
    fs.symlinkSync('real', at('link'))
    await write('link', 'new')
    expect(fs.readlinkSync(at('link'))).toBe('real')
    expect(fs.readFileSync(at('real'), 'utf8')).toBe('new')
  })

  it('leaves what else has another name for the same file as it was', async () => {
    fs.writeFileSync(join(place.outside, 'store'), 'shared')
    fs.linkSync(join(place.outside, 'store'), at('dependency'))
    await write('dependency', 'mine')
    expect(fs.readFileSync(join(place.outside, 'store'), 'utf8')).toBe('shared')
  })

  it('drops the bits that would make a program run as its owner', async () => {
    fs.writeFileSync(at('tool'), 'old')
    fs.chmodSync(at('tool'), 0o4755)
    await write('tool', 'new')
    expect(fs.statSync(at('tool')).mode & 0o7777).toBe(0o755)
  })

  it('does nothing that was not allowed, or was taken back', async () => {
    permit.mockResolvedValue(false)
    expect(await toldOnWrite('new/a')).toBe('permission.denied')
    permit.mockResolvedValue(true)
    expect(await toldBy(() => write('new/a', 'x', AbortSignal.abort()))).toBe(-32800)
    expect(fs.readdirSync(place.root)).toEqual([])
  })

  it('does not replace what is no longer what was shown', async () => {
    fs.writeFileSync(at('a'), 'shown')
    permit.mockImplementation(async () => {
      fs.writeFileSync(at('a'), 'changed')
      return true
    })
    expect(await toldOnWrite('a')).toBe('file.changed')
    permit.mockImplementation(async () => {
      fs.rmSync(at('a'))
      fs.symlinkSync('b', at('a'))
      fs.writeFileSync(at('b'), 'changed')
      return true
    })
    expect(await toldOnWrite('a')).toBe('file.changed')
    permit.mockImplementation(async () => {
      fs.rmSync(at('a'))
      fs.symlinkSync(join(place.outside, 'a'), at('a'))
      return true
    })
    expect(await toldOnWrite('a')).toBe('path.link')
    expect(fs.readdirSync(place.outside)).toEqual([])
  })

  it('asks about nothing that can’t be done', async () => {
    fs.mkdirSync(at('folder'))
    execFileSync('mkfifo', [at('pipe')])
    fs.writeFileSync(at('binary'), Buffer.from([0xff]))
    fs.writeFileSync(at('locked'), 'x', { mode: 0o444 })
    expect(await toldOnWrite('folder')).toBe('path.directory')
    expect(await toldOnWrite('pipe')).toBe('path.special')
    expect(await toldOnWrite('binary')).toBe('file.not_text')
    expect(await toldOnWrite('locked')).toBe('file.read_only')
    expect(await toldOnWrite('a', 'a'.repeat(CLIENT_FILE_BYTES + 1))).toBe('file.large')
    expect(await toldOnWrite('a', 'half a character: \ud800')).toBe('file.not_text')
    expect(await toldOnWrite('a/')).toBe('path.form')
    expect(await toldOnWrite('.git/hooks/pre-commit')).toBe('path.git')
    expect(await toldBy(() => files.write({ path: at('a') }, GOING))).toBe(-32602)
    expect(permit).not.toHaveBeenCalled()
  })
})
