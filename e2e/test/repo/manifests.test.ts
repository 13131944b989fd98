import { describe, expect, it } from 'vitest'
import { loose, missingScripts, registryAddresses } from './rules/manifests.ts'
import { readRepository, type Source } from './rules/sources.ts'

const repository = readRepository()
const manifest = (value: object): Source => ({ path: 'package.json', text: JSON.stringify(value) })

describe('versions are pinned', () => {
  it('holds in this repository', () => expect(loose(repository)).toEqual([]))

  it.each(['^1.2.3', '~1.2.3', '1.x', 'latest', '*', 'git+ssh://a/b'])('refuses %s', (version) => {
    expect(loose([manifest({ optionalDependencies: { a: version } })])).toEqual([
      `package.json asks for a ${version}`,
    ])
  })

  it.each(['1.2.3', '18.4.0-beta.17', 'workspace:*'])('allows %s', (version) => {
    expect(loose([manifest({ dependencies: { a: version } })])).toEqual([])
  })
})

describe('scripts exist', () => {
  it('holds in this repository', () => expect(missingScripts(repository)).toEqual([]))

  it('finds one that does not', () => {
    const sources = [
      manifest({ scripts: { a: 'node scripts/a.mjs', b: 'node scripts/b.mjs', c: 'biome check .' } }),
    ]
    expect(missingScripts([...sources, { path: 'scripts/a.mjs', text: '' }])).toEqual([
      'package.json: "b" runs scripts/b.mjs, which is missing',
    ])
  })
})

describe('no download address is tied in', () => {
  it('holds in this repository', () => {
    expect(repository.some(({ path }) => path === 'pnpm-lock.yaml')).toBe(true)
    expect(registryAddresses(repository)).toEqual([])
  })

  it.each([
    ['pnpm-lock.yaml', 'a:\n  tarball: https://example.invalid/a.tgz'],
    ['e2e/agents/codex/pnpm-lock.yaml', 'a:\n  tarball: https://example.invalid/a.tgz'],
    ['.npmrc', 'registry=//example.invalid/'],
    ['relay/.npmrc', '@hearth:registry=https://example.invalid/'],
  ])('refuses one in %s', (path, text) => {
    expect(registryAddresses([{ path, text }])).toHaveLength(1)
  })
})
