import type { RuleEffect, RuleWhat } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import type { Matter } from './api.ts'
import { hostFault } from './fetching.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf, OWN } from './testing.ts'
import { judge } from './verdict.ts'

const say = (effect: RuleEffect, what: RuleWhat, matter: ReturnType<typeof matterOf>) =>
  judge([{ ...draftOf(effect, what), id: '1' }], matter, GROUND, 0).effect

const edits = (...paths: string[]) =>
  matterOf({ type: 'edit', files: paths.map((path) => ({ path, diff: '+x' })) })
const uses = (...paths: string[]) => matterOf({ type: 'access', paths })
const edit = (...paths: string[]): RuleWhat => ({ type: 'edit', paths })
const access = (...paths: string[]): RuleWhat => ({ type: 'access', paths })

describe('edits and paths, allowed by where they really are', () => {
  it.each([
    [edit('**'), edits('a', 'src/b.ts')],
    [edit('src/**'), edits('inner/a.ts')],
    [edit('/home/alice/repo/src/*'), edits('src/a.ts')],
    [edit('src/*', 'a'), edits('src/a.ts', 'a')],
    [access('/tmp/**'), uses('/tmp/x', '/tmp')],
    [access('/tmp/**'), uses('/tmp/x/*')],
    [access('/tmp/x/**'), uses('/tmp/x/*')],
    [access('/home/alice/other/.git/config'), uses('/home/alice/other/.git/config')],
  ])('%j', (what, matter) => expect(say('allow', what, matter)).toBe('allow'))

  it.each([
    [edit('src/**'), edits('src/a.ts', 'b')],
    [edit('**'), edits('out/hosts')],
    [edit('out/**'), edits('out/hosts')],
    [edit('inner/**'), edits('inner/a.ts')],
    [edit('**'), edits('../x')],
    [edit('**'), edits('/home/alice/repo2/x')],
    [edit('SRC/**'), edits('src/a.ts')],
    [edit('/**', '**'), edits('.git/config')],
    [edit('.git/config'), edits('.git/config')],
    [access('**'), edits('a')],
    [edit('**'), uses('a')],
    [access('/tmp/*'), uses('/tmp/x/*')],
    [access('/tmp/*'), uses('/tmp/*')],
    [access('/tmp/?'), uses('/tmp/?')],
    [access('/tmp/x'), uses('/tmp/x/*')],
    [access('/tmp/x/*'), uses('/tmp/x/**')],
    [access('/home/alice/**'), uses(`${OWN}/log`)],
    [access(`${OWN}/**`), uses(`${OWN}/log`)],
    [access(`${OWN}/log`), uses(`${OWN}/log`)],
    [access('/**'), uses('/home/alice/other/.git/config')],
    [access('/**'), uses('/home/alice/other/.GIT/config')],
    [access('/**'), uses('/home/alice/.ssh/config')],
  ])('not %j', (what, matter) => expect(say('allow', what, matter)).toBe('ask'))

  it('where a path leads has to be known', () => {
    const matter = edits('a', 'b')
    expect(say('allow', edit('**'), { ...matter, places: ['/home/alice/repo/a', null] })).toBe('ask')
    expect(say('allow', edit('**'), { ...matter, places: ['/home/alice/repo/a'] })).toBe('ask')
    expect(say('deny', edit('b'), { ...matter, places: ['/home/alice/repo/a', null] })).toBe('deny')
    expect(say('deny', edit('c'), { ...matter, places: ['/home/alice/repo/a', null] })).toBe('ask')
  })
})

describe('edits and paths, denied by every name that they have', () => {
  it.each([
    [edit('src/**'), edits('inner/a.ts')],
    [edit('src/**'), edits('b', 'SRC/a.ts')],
    [edit('/etc/**'), edits('out/hosts')],
    [access('/tmp/**'), uses('/tmp/*')],
    [edit('src/**'), matterOf({ type: 'command', command: 'echo x > src/a' })],
    [edit('src/**'), matterOf({ type: 'command', command: 'cd src && echo x > a' })],
    [access('src/**'), matterOf({ type: 'command', command: 'cat < inner/a' })],
  ])('%j', (what, matter) => expect(say('deny', what, matter)).toBe('deny'))

  it.each([
    [access('/tmp/x/y'), uses('/tmp/*')],
    [edit('src/**'), matterOf({ type: 'command', command: 'sed -i s/a/b/ src/a' })],
    [edit('src/**'), matterOf({ type: 'command', command: 'mytool --out=src/a' })],
  ])('%j asks where it may be', (what, matter) => expect(say('deny', what, matter)).toBe('ask'))

  it.each<[RuleWhat, RuleWhat, Matter, 'ask' | 'allow']>([
    [access('/tmp/x/y'), access('/tmp/**'), uses('/tmp/*'), 'ask'],
    [access('/tmp/x/*'), access('/tmp/**'), uses('/tmp/*'), 'ask'],
    [access('src/x'), access('**'), uses('src/*'), 'ask'],
    [access('/opt/x'), access('/tmp/**'), uses('/tmp/*'), 'allow'],
    [edit('src/**'), commandWhat('mytool ***'), commandOf('mytool --out=src/a'), 'ask'],
    [edit('src/**'), commandWhat('mytool ***'), commandOf('mytool --out=lib/a'), 'allow'],
  ])('%j speaks where %j would allow it', (denied, allowed, matter, effect) => {
    const rules = [draftOf('deny', denied), draftOf('allow', allowed)].map((draft, n) => ({
      ...draft,
      id: `${n}`.repeat(16),
    }))
    expect(judge(rules.slice(1), matter, GROUND, 1).effect).toBe('allow')
    expect(judge(rules, matter, GROUND, 1).effect).toBe(effect)
  })
})

describe('addresses', () => {
  const fetching = (url: string) => matterOf({ type: 'fetch', url })
  const hosts = (...names: string[]): RuleWhat => ({ type: 'fetch', hosts: names })

  it.each([
    ['example.org', 'https://example.org/a?b#c'],
    ['example.org', 'https://EXAMPLE.org:443'],
    ['EXAMPLE.org', 'https://example.org'],
    ['*.example.org', 'https://a.b.example.org'],
    ['example.org:8443', 'https://example.org:8443'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s allows %s', (host, url) => expect(say('allow', hosts(host), fetching(url))).toBe('allow'))

  it.each([
    ['example.org', 'https://example.org.evil.test'],
    ['example.org', 'https://evil.test/example.org'],
    ['example.org', 'https://evil.test#@example.org'],
    ['example.org', 'https://example.org@evil.test'],
    ['example.org', 'https://u:p@example.org'],
    ['example.org', 'https://:p@example.org'],
    ['example.org', 'https://u@example.org'],
    ['example.org', 'https://evil.test\\@example.org'],
    ['example.org', 'http://example.org'],
    ['example.org', 'https://example.org:8443'],
    ['example.org', 'https://example.org.'],
    ['example.org', 'https://a.example.org'],
    ['example.org', 'https://ex\u0430mple.org'],
    ['*.example.org', 'https://example.org'],
    ['*.example.org', 'https://evilexample.org'],
    ['*.org', 'https://example.org.evil.test'],
    ['127.0.0.1', 'https://127.1'],
    ['2130706433', 'https://127.0.0.1'],
    ['[::1]', 'https://[::1]'],
    ['example.org', 'ftp://example.org'],
    ['example.org', 'nonsense'],
  ])('%s does not allow %s', (host, url) => expect(say('allow', hosts(host), fetching(url))).toBe('ask'))

  it.each([
    ['evil.test', 'http://evil.test:8080'],
    ['evil.test', 'https://evil.test.'],
    ['evil.test', 'https://u@EVIL.test'],
    ['*.evil.test', 'https://evil.test'],
    ['*.evil.test', 'https://a.evil.test'],
    ['127.0.0.1', 'http://2130706433/'],
    ['127.0.0.1', 'http://0x7f.1/'],
  ])('%s denies %s', (host, url) => expect(say('deny', hosts(host), fetching(url))).toBe('deny'))

  it.each(['a/b', 'https://a', 'a b', '*', '*.', '*.127.0.0.1', 'u@a', '*.com', 'a.*.b', ''])(
    '%j is no host',
    (host) => expect(hostFault(host)).not.toBeNull(),
  )
})

describe('tools', () => {
  const mcp = matterOf({ type: 'mcp', server: 'files', tool: 'read', input: '{}' })
  const other = matterOf({ type: 'other', detail: '{}' })

  it('of an MCP server, one or all', () => {
    expect(say('allow', { type: 'mcp', server: 'files', tool: 'read' }, mcp)).toBe('allow')
    expect(say('allow', { type: 'mcp', server: 'files', tool: '*' }, mcp)).toBe('allow')
    expect(say('allow', { type: 'mcp', server: '*', tool: '*' }, mcp)).toBe('ask')
    expect(say('allow', { type: 'mcp', server: 'files', tool: 'Read' }, mcp)).toBe('ask')
    expect(say('deny', { type: 'mcp', server: 'Files', tool: 'READ' }, mcp)).toBe('deny')
    expect(say('deny', { type: 'mcp', server: 'other', tool: '*' }, mcp)).toBe('ask')
    expect(say('deny', { type: 'mcp', server: 'files', tool: '*' }, mcp)).toBe('deny')
    expect(say('deny', { type: 'mcp', server: 'files', tool: 'write' }, mcp)).toBe('ask')
  })

  it('by name allow only what the host can’t read better', () => {
    const bash: RuleWhat = { type: 'tool', name: 'bash' }
    expect(say('allow', bash, other)).toBe('allow')
    expect(say('allow', { type: 'tool', name: 'fetch' }, other)).toBe('ask')
    expect(say('allow', bash, matterOf({ type: 'command', command: 'npm test' }))).toBe('ask')
    expect(say('allow', bash, edits('a'))).toBe('ask')
    expect(say('deny', bash, matterOf({ type: 'command', command: 'npm test' }))).toBe('deny')
    expect(say('deny', { type: 'tool', name: 'BASH' }, edits('a'))).toBe('deny')
  })
})
