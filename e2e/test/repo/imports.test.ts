import { describe, expect, it } from 'vitest'
import { reachedByRelay, waysToOpenAFrame } from './rules/blind-relay.ts'
import { exportedSpecifiers, importsOf, wrongImports } from './rules/imports.ts'
import { readRepository, type Source } from './rules/sources.ts'

const repository = readRepository()

const exportsOf = (folder: string, ...keys: string[]): Source => ({
  path: `${folder}/package.json`,
  text: JSON.stringify({
    exports: Object.fromEntries(
      keys.map((key) => [`./${key}`.replace(/\/$/, ''), { source: `./src/${key}/index.ts` }]),
    ),
  }),
})
const manifests = [
  exportsOf('shared', 'crypto', 'protocol', 'link', 'transport/limits', 'protocols'),
  { path: 'relay/package.json', text: '{"exports":{".":{"source":"./src/index.ts"}}}' },
]

function wrong(path: string, text: string): string[] {
  return wrongImports([{ path, text }], exportedSpecifiers(manifests))
}

describe('reading imports', () => {
  it('sees every form, over several lines, with its line and whether it is of types only', () => {
    const text = [
      "import a from 'one'",
      "import type { B } from 'two'",
      'import {',
      '  c,',
      "} from 'three'",
      "export * from './four.ts'",
      "import 'five'",
      "const six = await import('six')",
      "// import seven from 'seven'",
    ].join('\n')
    expect(importsOf(text)).toEqual([
      { specifier: 'one', typeOnly: false, line: 1 },
      { specifier: 'two', typeOnly: true, line: 2 },
      { specifier: 'three', typeOnly: false, line: 3 },
      { specifier: './four.ts', typeOnly: false, line: 6 },
      { specifier: 'five', typeOnly: false, line: 7 },
      { specifier: 'six', typeOnly: false, line: 8 },
    ])
  })
})

describe('imports point down', () => {
  it('holds in this repository', () => {
    expect(wrongImports(repository, exportedSpecifiers(repository))).toEqual([])
  })

  it.each([
    ['shared/src/a.ts', "import { x } from '@hearth/relay'", 'shared may not import relay'],
    ['relay/src/a.ts', "import { x } from '@hearth/host-agent'", 'relay may not import host-agent'],
    ['extension/app/a.ts', "import { x } from '@hearth/relay'", 'extension may not import relay'],
    ['host-agent/src/a.ts', "import { x } from '@hearth/relay/store'", 'is not an export'],
    ['host-agent/src/a.ts', "import { x } from '../../relay/src/store.ts'", 'reaches into another package'],
    ['relay/src/a.ts', "import { x } from '@hearth/shared/crypto'", 'the relay may only use'],
    ['relay/src/a.ts', "import { x } from '@hearth/shared/protocols'", 'the relay may only use'],
    ['relay/src/a.ts', "import type { X } from '@hearth/shared/link'", 'the relay may only use'],
    [
      'shared/src/session/a.ts',
      "import { readFileSync } from 'node:fs'",
      "shared uses Node's modules only in",
    ],
    ['host-agent/src/a.ts', "import { readFileSync } from 'fs'", 'write node:fs'],
    ['extension/app/a.ts', "import { readFileSync } from 'node:fs'", 'runs in a browser'],
  ])('refuses %s: %s', (path, text, reason) => {
    expect(wrong(path, text)).toEqual([expect.stringContaining(reason)])
  })

  it.each([
    ['shared/src/crypto/provider/node.ts', "import { createHash } from 'node:crypto'"],
    ['shared/src/link/node/files.ts', "import { readFileSync } from 'node:fs'"],
    ['shared/src/session/a.test.ts', "import { readFileSync } from 'node:fs'"],
    ['relay/src/a.ts', "import { x } from '@hearth/shared/protocol'"],
    ['relay/src/a.ts', "import { x } from '@hearth/shared/transport/limits'"],
    ['relay/src/a.test.ts', "import { x } from '@hearth/shared/crypto'"],
    ['host-agent/src/a.ts', "import { x } from '@hearth/relay'"],
    ['e2e/test/repo/a.test.ts', "import { x } from '../../../scripts/lib/a.mjs'"],
  ])('allows %s: %s', (path, text) => {
    expect(wrong(path, text)).toEqual([])
  })
})

describe('the relay cannot open a frame', () => {
  it('holds in this repository, for every file that relay code can run', () => {
    const reached = [...reachedByRelay(repository).keys()]
    expect(reached.some((path) => path.startsWith('relay/src/'))).toBe(true)
    expect(waysToOpenAFrame(repository)).toEqual([])
  })

  const protocol = (text: string): Source => ({ path: 'shared/src/protocol/index.ts', text })
  const relay = (text: string): Source => ({ path: 'relay/src/index.ts', text })

  it('follows imports through other files to the one that opens frames', () => {
    const sources = [
      ...manifests,
      relay("import { x } from '@hearth/shared/protocol'"),
      protocol("export { open } from '../crypto/frame.ts'"),
      { path: 'shared/src/crypto/frame.ts', text: 'export const open = 1' },
    ]
    expect(waysToOpenAFrame(sources)).toEqual([
      'the relay reaches relay/src/index.ts -> shared/src/protocol/index.ts -> shared/src/crypto/frame.ts',
    ])
  })

  it('lets types through, which do not exist at run time, and login with what it stands on', () => {
    const sources = [
      ...manifests,
      relay("import { x } from '@hearth/shared/protocol'"),
      protocol("import type { Frame } from '../crypto/frame.ts'\nexport { login } from '../crypto/login.ts'"),
      { path: 'shared/src/crypto/frame.ts', text: 'export type Frame = 1' },
      { path: 'shared/src/crypto/login.ts', text: "export { b } from './bytes.ts'" },
      { path: 'shared/src/crypto/bytes.ts', text: 'export const b = 1' },
    ]
    expect(waysToOpenAFrame(sources)).toEqual([])
  })

  it.each([
    'nacl.secretbox.open(a, b, c)',
    'createDecipheriv(a, b, c)',
    'nacl.box.before(a, b)',
    'diffieHellman(a)',
  ])('refuses relay code that calls %s', (call) => {
    expect(waysToOpenAFrame([relay(`const x = ${call}`)])).toHaveLength(1)
    expect(waysToOpenAFrame([relay(`// never calls ${call}`)])).toEqual([])
  })
})
