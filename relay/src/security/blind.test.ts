import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const EXPORTS: Record<string, { source: string }> = JSON.parse(
  readFileSync(join(ROOT, 'shared/package.json'), 'utf8'),
).exports

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\bfrom\s*)?['"]([^'"\n]+)['"]|import\(\s*['"]([^'"]+)['"]/g

/** Imports over several lines become one line; imports of types vanish, since they bring no code. */
const importsOf = (path: string): string[] => {
  const flat = readFileSync(path, 'utf8').replace(/\{[^{}]*\}/g, (block) => block.replaceAll('\n', ' '))
  const code = flat.replace(/(?:^|\n)\s*(?:import|export) type [^\n]*/g, '\n')
  return [...code.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
}

const locate = (from: string, name: string): string | undefined => {
  if (name.startsWith('.')) return resolve(dirname(from), name)
  if (!name.startsWith('@hearth/')) return undefined
  const subpath = name.replace('@hearth/shared', '.')
  const source = EXPORTS[subpath]?.source
  if (!source) throw new Error(`${from} imports ${name}, which shared does not export`)
  return join(ROOT, 'shared', source)
}

/** Every file that runs when the relay does. */
const reachable = (entries: readonly string[]): string[] => {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const name of importsOf(path)) {
      const next = locate(path, name)
      if (next) visit(next)
    }
  }
  for (const entry of entries) visit(entry)
  return [...seen].map((path) => relative(ROOT, path)).sort()
}

const files = readdirSync(join(ROOT, 'relay/src'), { recursive: true, encoding: 'utf8' })
const code = files.filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing'),
)
const reached = reachable(code.map((path) => join(ROOT, 'relay/src', path)))

it('follows imports far enough to mean something', () => {
  expect(reached).toContain('relay/src/main.ts')
  expect(reached).toContain('relay/src/store/postgres.ts')
  expect(reached).toContain('shared/src/crypto/login.ts')
  expect(reached).toContain('shared/src/transport/relay-wire.ts')
  expect(reachable([join(ROOT, 'shared/src/crypto/index.ts')])).toContain('shared/src/crypto/frame.ts')
})

it('reaches nothing that opens a frame: of cryptography, only what checks a login', () => {
  const crypto = reached.filter((path) => path.startsWith('shared/src/crypto/'))
  expect(crypto).toEqual(
    ['bytes', 'errors', 'limits', 'login', 'strict', 'text'].map((name) => `shared/src/crypto/${name}.ts`),
  )
})

it('reaches nothing of sessions, links or the other packages', () => {
  const rooms = new Set(reached.map((path) => path.split('/').slice(0, 3).join('/')))
  expect([...rooms].filter((room) => room.startsWith('shared/')).sort()).toEqual([
    'shared/src/crypto',
    'shared/src/protocol',
    'shared/src/transport',
  ])
  expect(reached.filter((path) => !/^(relay|shared)\/src\//.test(path))).toEqual([])
})

it('uses no cipher or key agreement of its own', () => {
  const relayFiles = reached.filter((path) => path.startsWith('relay/'))
  const text = relayFiles.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n')
  for (const word of [
    'createDecipher',
    'createCipher',
    'diffieHellman',
    'secretbox',
    'tweetnacl',
    'subtle.',
  ]) {
    expect(text).not.toContain(word)
  }
})
