import type { PermissionFacts, RuleWhat } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import type { Ask } from '../agents/driver.ts'
import type { Matter } from './api.ts'
import { tooWide } from './command-allow.ts'
import { MAX_SPOKEN, MAX_TOUCH_WORDS, MAX_WORD_PLACES } from './limits.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf, OWN, WORKTREE } from './testing.ts'
import { judge, wouldSpeak } from './verdict.ts'

const id = '1'.repeat(16)
const edit = (...paths: string[]): RuleWhat => ({ type: 'edit', paths })
const access = (...paths: string[]): RuleWhat => ({ type: 'access', paths })
const hosts = (...names: string[]): RuleWhat => ({ type: 'fetch', hosts: names })
const edits = (...paths: string[]): Ask => ({
  type: 'edit',
  files: paths.map((path) => ({ path, diff: '+x' })),
})
const uses = (...paths: string[]): Ask => ({ type: 'access', paths })
const fetches = (url: string): Ask => ({ type: 'fetch', url })

/** Does one rule allow this, where the host itself sees no risk in it? */
const allows = (what: RuleWhat, ask: Ask, worktree = WORKTREE): boolean =>
  judge([{ ...draftOf('allow', what), id }], matterOf(ask, { risk: 1 }, worktree), GROUND, 1).effect ===
  'allow'

/** What one denying rule says: `yes` denies, `maybe` asks. */
const holds = (what: RuleWhat, matter: Matter): 'no' | 'maybe' | 'yes' => {
  const { effect, rule } = judge([{ ...draftOf('deny', what), id }], matter, GROUND, 1)
  if (effect === 'deny') return 'yes'
  return rule === id ? 'maybe' : 'no'
}
const line = (command: string, over: Partial<PermissionFacts> = {}) => commandOf(command, over)

describe('files, whatever their risk', () => {
  it.each([
    [access('/home/alice/**'), uses('/home/alice/notes')],
    [access('/home/alice/**'), uses('/home/alice/.hearthrc')],
    [access(`${OWN}/log`), uses(`${OWN}/log`)],
    [access(OWN), uses(OWN)],
    [edit('.git/config'), edits('.git/config')],
    [edit('**'), edits('.gitignore', 'a.git/x', 'x/.github/y')],
    [access('**'), uses('.')],
    [access('/tmp/**'), uses('/tmp/x/*')],
    [access('**'), uses('s?c/a')],
    [access('src/**'), uses('src/*')],
    [access('/etc/hosts'), uses('out/hosts')],
  ])('%j allows %j', (what, ask) => expect(allows(what, ask)).toBe(true))

  it.each([
    [access('/home/alice/**'), uses(`${OWN}/log`)],
    [access('/home/alice/**'), uses(OWN)],
    [access(`${OWN}/*`), uses(`${OWN}/log`)],
    [access(`${OWN}/**`), uses(`${OWN}/*`)],
    [edit('**'), edits('.git/config')],
    [edit('**'), edits('.git')],
    [edit('**'), edits('lib/.GIT/config')],
    [edit('**', '/**'), edits('hooks/pre-commit')],
    [edit('.git/**'), edits('.git/config')],
    [edit('.git/config'), edits('.git/hooks/x')],
    [edit('2/x'), edits('/home/alice/repo2/x')],
    [edit('**'), edits('/home/alice/repo2/x')],
    [edit('**'), edits('a', '/home/alice/repo2/x')],
    [edit('src/a'), edits('src/b')],
    [edit('src/a'), uses('src/a')],
    [access('src/a'), edits('src/a')],
    [access('src/*'), uses('src/*')],
    [access('src/**'), uses('*')],
    [access('src/**'), uses('s?c/a')],
    [access('src'), uses('src/*')],
    [edit('**'), edits()],
    [access('**'), uses()],
    [edit('**'), { type: 'mode', from: null, to: 'yolo', detail: '' } as Ask],
    [edit('**'), { type: 'other', detail: '{}' } as Ask],
    [edit('**'), fetches('https://example.org')],
    [commandWhat('a'), edits('a')],
  ])('%j does not allow %j', (what, ask) => expect(allows(what, ask)).toBe(false))

  it('a worktree that lies in Hearth’s own folder is no less a worktree', () => {
    expect(allows(edit('**'), edits('a'), `${OWN}/worktrees/w`)).toBe(true)
    expect(allows(edit('/home/**'), edits('../../log'), `${OWN}/worktrees/w`)).toBe(false)
  })

  it('a worktree may be the whole disk', () => {
    expect(allows(edit('**'), edits('/srv/a'), '/')).toBe(true)
  })

  it('a path of which nobody knows where it leads is allowed by nothing', () => {
    const matter = matterOf(edits('a', 'b'), { risk: 1 })
    const say = (places: Matter['places']) =>
      judge([{ ...draftOf('allow', edit('**', '/**')), id }], { ...matter, places }, GROUND, 1)
    expect(say([`${WORKTREE}/a`, `${WORKTREE}/b`]).effect).toBe('allow')
    expect(say([`${WORKTREE}/a`, null])).toMatchObject({ why: 'Where one of its paths leads is not known' })
    expect(say([`${WORKTREE}/a`])).toMatchObject({ why: 'It does not say what it would touch' })
    expect(say([])).toMatchObject({ why: 'It does not say what it would touch' })
  })
})

describe('addresses, whatever their risk', () => {
  it.each([
    ['127.0.0.1', 'https://127.0.0.1/'],
    ['[::1]', 'https://[::1]/'],
    ['*.example.org', 'https://a.example.org'],
  ])('%s allows %s', (host, url) => expect(allows(hosts(host), fetches(url))).toBe(true))

  it.each([
    ['example.org', 'https://u@example.org'],
    ['example.org', 'https://:p@example.org'],
    ['example.org', 'http://example.org'],
    ['example.org', 'ftp://example.org'],
    ['example.org', 'https://example.org:8443'],
    ['example.org:8443', 'https://example.org'],
    ['example.org', 'https://a.example.org'],
    ['example.org', 'https://notexample.org'],
    ['*.example.org', 'https://example.org'],
    ['*.org', 'https://example.org'],
    ['*.0.0.1', 'https://127.0.0.1'],
    ['a.*', 'https://a.b'],
    ['a b', 'https://a'],
    ['example.org', 'nonsense'],
    ['example.org', ''],
  ])('%s does not allow %s', (host, url) => expect(allows(hosts(host), fetches(url))).toBe(false))

  it.each([
    ['evil.test', 'http://evil.test:8080/', 'yes'],
    ['evil.test', 'ftp://evil.test', 'yes'],
    ['*.evil.test', 'https://a.evil.test.', 'yes'],
    ['evil.test', 'https://a.evil.test', 'no'],
    ['evil.test', 'https://notevil.test', 'no'],
    ['*.evil.test', 'https://notevil.test', 'no'],
    ['evil.test', 'https://example.org', 'no'],
    ['not a host', 'https://example.org', 'no'],
    ['evil.test', 'nonsense', 'maybe'],
    ['evil.test', '', 'maybe'],
  ])('%s denied, %s: %s', (host, url, hit) => expect(holds(hosts(host), matterOf(fetches(url)))).toBe(hit))
})

describe('tools, whatever their risk', () => {
  const mcp: Ask = { type: 'mcp', server: 'files', tool: 'read', input: '{}' }
  const tool = (name: string): RuleWhat => ({ type: 'tool', name })
  it('a rule about one thing says nothing of another', () => {
    expect(allows({ type: 'mcp', server: 'files', tool: 'read' }, mcp)).toBe(true)
    expect(allows({ type: 'mcp', server: 'other', tool: 'read' }, mcp)).toBe(false)
    expect(allows({ type: 'mcp', server: 'files', tool: '*' }, uses('a'))).toBe(false)
    expect(allows(hosts('example.org'), mcp)).toBe(false)
    expect(allows(tool('bash'), mcp)).toBe(false)
    expect(holds({ type: 'mcp', server: 'files', tool: '*' }, line('ls'))).toBe('no')
    expect(holds(hosts('example.org'), line('ls'))).toBe('no')
    expect(holds(tool('bash'), line('ls'))).toBe('yes')
    expect(holds(tool('write'), line('ls'))).toBe('no')
    expect(holds(commandWhat('ls'), matterOf(uses('ls')))).toBe('no')
    expect(holds(access('**'), matterOf(fetches('https://example.org')))).toBe('no')
  })
})

describe('commands, whatever their risk', () => {
  const effectOf = (rule: string, command: string) => {
    const rules = [rule, 'cd …'].map((text, n) => ({ ...draftOf('allow', commandWhat(text)), id: `${n}` }))
    return judge(rules, commandOf(command, { risk: 1 }), GROUND, 1).effect
  }

  it.each([
    ['git', 'git'],
    ['npx', 'npx'],
    ['python3', 'python3'],
    ['npm run', 'npm run'],
    ['/usr/bin/mytool …', '/usr/bin/mytool a'],
    ['/usr/bin/mytool …', 'cd src && /usr/bin/mytool a'],
    ['tools/run …', 'tools/run a'],
    ['npx vitest ***', 'npx vitest run'],
    ['npm run x ***', 'npm run x --a'],
    ['mytool ***', 'mytool --a=b:c,d -I/home/alice/repo/src'],
  ])('%s allows %s', (rule, command) => expect(effectOf(rule, command)).toBe('allow'))

  it('not even a rule of the wrapper with all that it runs can be made', () => {
    expect(tooWide(commandWhat('env ls'))).not.toBeNull()
    expect(tooWide(commandWhat('ls'))).toBeNull()
  })

  it.each([
    ['npx ***', 'npx evil'],
    ['npx …', 'npx evil'],
    ['npx --yes ***', 'npx --yes evil'],
    ['python3 ***', 'python3 x.py'],
    ['python3 -u ***', 'python3 -u x.py'],
    ['bash …', 'bash x.sh'],
    ['git ***', 'git status'],
    ['git -p ***', 'git -p push'],
    ['docker …', 'docker ps'],
    ['npm run ***', 'npm run evil'],
    ['npm run -s ***', 'npm run -s evil'],
    ['docker run ***', 'docker run evil'],
    ['sudo', 'sudo'],
    ['out/run.sh …', 'out/run.sh a'],
    ['hooks/x', 'hooks/x'],
    ['tools/run …', 'cd src && tools/run a'],
    ['mytool a', 'mytool'],
    ['mytool a', 'mytool a b'],
    ['mytool a …', 'mytool b'],
    ['mytool ***', 'mytool --at=~/x'],
    ['mytool ***', 'mytool a:../../x'],
    ['mytool ***', 'mytool -I/etc'],
    ['mytool ***', 'mytool -o../x'],
    ['mytool ***', 'mytool a,/etc/x'],
    ['mytool …', 'mytool https://example.org'],
    ['mytool …', 'mytool @x'],
  ])('%s does not allow %s', (rule, command) => expect(effectOf(rule, command)).toBe('ask'))
})

describe('files that are held back', () => {
  it.each<[RuleWhat, Matter, string]>([
    [edit('src/**'), matterOf(edits('b', 'src/a')), 'yes'],
    [edit('SRC/A'), matterOf(edits('src/a')), 'yes'],
    [edit('inner/**'), matterOf(edits('inner/a')), 'yes'],
    [edit('inner/**'), matterOf(edits(`${WORKTREE}/inner/a`)), 'yes'],
    [edit('inner/**'), matterOf(edits('src/a')), 'no'],
    [access('out/**'), matterOf(uses('out/hosts')), 'yes'],
    [edit('inner/**'), line('echo x > inner/a'), 'yes'],
    [access('inner/**'), line('cd lib && cat < ../inner/a'), 'yes'],
    [access('out/**'), line('mytool out/hosts'), 'maybe'],
    [edit('src/**'), matterOf(uses('src/a')), 'no'],
    [access('src/**'), matterOf(edits('src/a')), 'no'],
    [edit('src/**'), matterOf(edits('lib/a')), 'no'],
    [edit('src/**'), { ...matterOf(edits('lib/a')), places: [null] }, 'maybe'],
    [edit('lib/**'), { ...matterOf(edits('lib/a')), places: [null] }, 'yes'],
    [access('/tmp/x/y'), matterOf(uses('/tmp/*')), 'maybe'],
    [access('/tmp/x*/b'), matterOf(uses('/tmp/xy/*')), 'maybe'],
    [access('src/x'), matterOf(uses('src/*')), 'maybe'],
    [access('src/x'), matterOf(uses(`${WORKTREE}/s*`)), 'maybe'],
    [access('src/x'), matterOf(uses('lib/*')), 'no'],
    [access('src/x'), matterOf(uses('src/y')), 'no'],
    [access('/tmp/ab'), matterOf(uses('/tmp/ac*')), 'no'],
    [access('/opt/x'), matterOf(uses('/tmp/*')), 'no'],
    [access('src/x'), matterOf(uses('src/')), 'no'],
    [edit('src/**'), line('echo x > src/a'), 'yes'],
    [edit('src/**'), line('echo x > lib/a'), 'no'],
    [edit('src/**'), line('cat < src/a'), 'no'],
    [access('src/**'), line('cat < src/a'), 'yes'],
    [access('src/**'), line('echo x > src/a'), 'yes'],
    [edit('src/**'), line('cat src/a'), 'maybe'],
    [edit('src/**'), line('cd src && cat a'), 'maybe'],
    [edit('src/**'), line('cat a'), 'no'],
    [edit('src/**'), line('cat $X'), 'maybe'],
    [edit('src/**'), line("cat 'open"), 'maybe'],
    [edit('src/**'), line('mytool -o=src/a'), 'maybe'],
    [edit('src/**'), line(`cat ${'a'.repeat(3)}`), 'no'],
  ])('%j: %j', (what, matter, hit) => expect(holds(what, matter)).toBe(hit))

  it('among more words than are followed there may be one', () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`).join(' ')
    expect(holds(edit('src/**'), line(`cat ${words(MAX_WORD_PLACES)}`))).toBe('no')
    expect(holds(edit('src/**'), line(`cat ${words(MAX_WORD_PLACES + 1)}`))).toBe('maybe')
  })
})

describe('of several rules that speak', () => {
  const rule = (effect: 'allow' | 'ask' | 'deny', text: string, name: string) => ({
    ...draftOf(effect, commandWhat(text)),
    id: name.repeat(16),
  })
  it.each(['allow', 'ask', 'deny'] as const)('the same one is named (%s)', (effect) => {
    const rules = ['b', 'd', 'a', 'c'].map((name) => rule(effect, 'mytool', name))
    for (const some of [rules, rules.toReversed()])
      expect(judge(some, line('mytool', { risk: 1 }), GROUND, 1)).toMatchObject({
        effect,
        rule: 'a'.repeat(16),
      })
  })

  it('one that denies for certain is named before one that asks, and that before one that may be meant', () => {
    const asks = rule('ask', 'make', 'b')
    const denies = rule('deny', 'rm', 'a')
    const say = (...rules: ReturnType<typeof rule>[]) => judge(rules, line('make rm'), GROUND, 1)
    expect(say(denies, asks)).toEqual({ effect: 'ask', rule: asks.id, why: 'A rule asks' })
    expect(say(denies)).toEqual({
      effect: 'ask',
      rule: denies.id,
      why: 'It may be what a rule holds back',
    })
    expect(say(denies, asks, rule('deny', 'make', 'c'))).toEqual({
      effect: 'deny',
      rule: 'c'.repeat(16),
      why: 'A rule denies it',
    })
  })

  it('one that allows a part only would have allowed nothing', () => {
    const draft = draftOf('allow', commandWhat('npm test'))
    expect(wouldSpeak(draft, line('npm test'), GROUND, 1)).toBe(true)
    expect(wouldSpeak(draft, line('npm test && rm x'), GROUND, 1)).toBe(false)
    expect(wouldSpeak(draft, line('sudo npm test'), GROUND, 1)).toBe(false)
  })
})

describe('commands that are held back', () => {
  it.each([
    ['git push --force', 'git push --force', 'yes'],
    ['git push --force', 'git push --f', 'yes'],
    ['git push --force', 'git push -- x', 'no'],
    ['git push --force', 'git push --forced', 'no'],
    ['git push --force', 'git push --tags', 'no'],
    ['git push', 'git -ush', 'no'],
    ['git push', 'git pull', 'no'],
    ['git push', 'git $X', 'maybe'],
    ['mytool --out=a', 'mytool --out=a', 'yes'],
    ['mytool --out=a', 'mytool --ou=a', 'yes'],
    ['mytool --out=a', 'mytool --out a', 'yes'],
    ['mytool --out=a', 'mytool --out=b', 'no'],
    ['mytool --out', 'mytool --out=b', 'yes'],
    ['mytool -rf', 'mytool -f -r', 'yes'],
    ['mytool -rf', 'mytool -r', 'no'],
    ['mytool -rf', 'mytool rf', 'no'],
    ['mytool -abcd', 'mytool -dcba', 'no'],
    ['mytool -- x', 'mytool --all x', 'no'],
    ['rm', 'sudo rm x', 'yes'],
    ['rm', 'sudo -u bob "rm x; ls"', 'yes'],
    ['rm', 'sudo env nohup rm x', 'yes'],
    ['rm', 'sudo \'env "rm x"\'', 'yes'],
    ['rm', 'make rm', 'maybe'],
    ['rm', 'make "sudo rm x"', 'maybe'],
    ['rm', 'sudo "env \'nohup rm\'"', 'maybe'],
    ['rm', 'mytool \'sudo "env nohup rm"\'', 'maybe'],
    ['rm', 'sudo "env \'nohup \\"rm x\\"\'"', 'maybe'],
    ['rm', 'make "sudo \'env \\"rm x\\"\'"', 'maybe'],
    ['rm', 'pwsh -Command "rm x"', 'yes'],
    ['git push', 'git push && git status', 'yes'],
    ['git push', 'git status && git push', 'yes'],
    ['rm', 'mytool --title=rm', 'no'],
    ['rm', 'mytool --run="rm x"', 'maybe'],
    ['rm', 'mytool x="rm x"', 'maybe'],
    ['rm', 'mytool "!rm x"', 'maybe'],
    ['rm', 'echo rm', 'no'],
    ['rm', '$X', 'maybe'],
    ['rm', 'sudo "$X a"', 'no'],
    ['rm', "ls 'open", 'maybe'],
    ['rm', 'A=1', 'no'],
    ['rm', 'ls', 'no'],
  ])('%s: %s: %s', (rule, command, hit) => expect(holds(commandWhat(rule), line(command))).toBe(hit))

  it('among more words than are looked through there may be one', () => {
    const words = (count: number) => Array.from({ length: count }, () => 'w').join(' ')
    expect(holds(commandWhat('rm'), line(`mytool ${words(MAX_TOUCH_WORDS)}`))).toBe('no')
    expect(holds(commandWhat('rm'), line(`mytool ${words(MAX_TOUCH_WORDS + 1)}`))).toBe('maybe')
    expect(holds(commandWhat('rm'), line(`echo ${words(MAX_TOUCH_WORDS + 1)}`))).toBe('no')
  })

  it('among more commands than are looked for there may be one', () => {
    const lines = (count: number) => Array.from({ length: count }, () => 'ls').join('\n')
    expect(holds(commandWhat('rm'), line(lines(MAX_SPOKEN)))).toBe('no')
    expect(holds(commandWhat('rm'), line(lines(MAX_SPOKEN + 1)))).toBe('maybe')
  })

  it('also where the last of them that is looked for is not the last word', () => {
    const before = (count: number) => Array.from({ length: count }, () => 'ls').join('\n')
    expect(holds(commandWhat('rm'), line(`${before(MAX_SPOKEN - 2)}\nmytool rm`))).toBe('maybe')
    expect(holds(commandWhat('rm'), line(`${before(MAX_SPOKEN - 1)}\nmytool rm`))).toBe('maybe')
    expect(holds(commandWhat('rm'), line(`${before(MAX_SPOKEN - 2)}\nmytool a rm`))).toBe('maybe')
  })
})
