import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHostKeys } from './keys.ts'
import { MAX_RELAYS } from './limits.ts'
import { ensurePrivateDirectory, readPrivateFile } from './private-file.ts'

const provider = createNodeProvider()
const relay = 'https://relay.example'
let root: string
let home: string
let file: string

beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'hearth-keys-'))
  home = join(root, 'home')
  file = join(home, 'keys.json')
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

const codeOf = async (run: () => unknown): Promise<string> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof HearthError) return error.code
    throw error
  }
  return 'none'
}
const open = (known = false) => openHostKeys(provider, home, known)

describe('host keys', () => {
  it('are made once, private to their owner, and the same at the next start', async () => {
    const first = await open()
    const key = first.relay(relay).publicKey
    expect(fs.statSync(home).mode & 0o777).toBe(0o700)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    const second = await open(true)
    expect(toHex(second.identity.id)).toBe(toHex(first.identity.id))
    expect(second.relay(relay).publicKey).toEqual(key)
    expect(fs.readdirSync(home)).toEqual(['keys.json'])
  })

  it('use another relay key for another relay, and neither is the identity key (R5)', async () => {
    const keys = await open()
    const names = [
      keys.relay(relay),
      keys.relay('https://other.example'),
      { publicKey: keys.identity.signKey },
    ]
    expect(new Set(names.map(({ publicKey }) => toHex(publicKey))).size).toBe(3)
  })
})

describe('a key file that can’t be trusted stops the host and stays as it is (L4)', () => {
  const unchanged = async (code: string, known = false) => {
    const before = fs.readFileSync(file)
    expect(await codeOf(() => open(known))).toBe(code)
    expect(fs.readFileSync(file)).toEqual(before)
  }

  it.each([0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601])('mode %o', async (mode) => {
    await open()
    fs.chmodSync(file, mode)
    await unchanged('keys.permissions')
  })

  it.each([0o755, 0o750, 0o701])('directory mode %o', async (mode) => {
    await open()
    fs.chmodSync(home, mode)
    await unchanged('keys.permissions')
  })

  it('a link, even to a good file', async () => {
    await open()
    fs.renameSync(file, join(root, 'elsewhere'))
    fs.symlinkSync(join(root, 'elsewhere'), file)
    await unchanged('keys.symlink')
  })

  it('a link to nowhere is not followed to make keys there', async () => {
    await open()
    fs.rmSync(file)
    fs.symlinkSync(join(root, 'nowhere'), file)
    expect(await codeOf(open)).toBe('keys.symlink')
    expect(fs.existsSync(join(root, 'nowhere'))).toBe(false)
  })

  it('a folder where the file should be', async () => {
    ensurePrivateDirectory(home)
    fs.mkdirSync(file, { mode: 0o700 })
    expect(await codeOf(open)).toBe('keys.symlink')
  })

  it('a home that is a link', async () => {
    fs.mkdirSync(join(root, 'real'), { mode: 0o700 })
    fs.symlinkSync(join(root, 'real'), home)
    expect(await codeOf(open)).toBe('keys.symlink')
  })

  it('another owner', async () => {
    await open()
    expect(await codeOf(() => readPrivateFile(file, 1000, (process.getuid?.() ?? 0) + 1))).toBe('keys.owner')
    expect(await codeOf(() => ensurePrivateDirectory(home, (process.getuid?.() ?? 0) + 1))).toBe('keys.owner')
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['bytes', '\xff\xfe'],
    ['another version', JSON.stringify({ v: 2, dh: '00'.repeat(32), sign: '00'.repeat(32), relays: {} })],
    ['a short key', JSON.stringify({ v: 1, dh: '00', sign: '00'.repeat(32), relays: {} })],
    [
      'a key too many',
      JSON.stringify({ v: 1, dh: '00'.repeat(32), sign: '00'.repeat(32), relays: {}, x: 1 }),
    ],
    ['a file without end', 'x'.repeat(70_000)],
  ])('%s inside', async (_, content) => {
    ensurePrivateDirectory(home)
    fs.writeFileSync(file, content, { mode: 0o600 })
    await unchanged('keys.corrupt')
  })

  it('missing though devices are paired', async () => {
    expect(await codeOf(() => open(true))).toBe('keys.missing')
    expect(fs.existsSync(file)).toBe(false)
  })

  it('one that has no room for another relay, or can’t be written', async () => {
    const keys = await open()
    for (let n = 0; n < MAX_RELAYS; n++) keys.relay(`https://r${n}.example`)
    expect(keys.relay('https://r0.example').publicKey).toHaveLength(32)
    expect(await codeOf(() => keys.relay('https://one-more.example'))).toBe('keys.write')
    fs.rmSync(home, { recursive: true })
    fs.writeFileSync(join(root, 'file'), '')
    home = join(root, 'file', 'home')
    expect(await codeOf(open)).toBe('keys.write')
  })

  it('a home that can’t be made', async () => {
    fs.writeFileSync(home, 'a file')
    expect(await codeOf(open)).toBe('keys.symlink')
  })
})
