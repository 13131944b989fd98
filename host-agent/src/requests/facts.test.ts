import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { PermissionFacts } from '@hearth/shared/session'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ask } from '../agents/driver.ts'
import { type Bench, codeOf, makeBench, SESSION } from './testing.ts'

let bench: Bench
beforeEach(async () => {
  bench = await makeBench()
})
afterEach(() => bench.close())

const put = (path: string, content = 'x') => fs.writeFileSync(join(bench.worktree, path), content)
const factsOf = (ask: Ask, words = ''): PermissionFacts => {
  const bytes = bench.requests.facts(bench.ask(ask, { words })) ?? new Uint8Array(0)
  return v.parse(PermissionFacts, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
}
const bound = (command: string) =>
  factsOf({ type: 'command', command }).files.map(({ path }) => path.slice(bench.worktree.length + 1))

describe('facts', () => {
  it('say what, where and under which policy', () => {
    const facts = factsOf({ type: 'command', command: 'npm test' }, 'I only read a little')
    const stat = fs.statSync(bench.worktree)
    expect(facts).toMatchObject({
      v: 1,
      session: SESSION,
      turn: 1,
      agent: 'opencode',
      action: { type: 'command', command: 'npm test', argv: ['npm', 'test'] },
      cwd: { path: bench.worktree, dev: String(stat.dev), ino: String(stat.ino) },
      risk: 3,
      offers: [1, 16],
      provenance: 'user',
      policyEpoch: 1,
      agentWords: 'I only read a little',
    })
  })

  it('owe nothing to the agent’s words (rule 12)', () => {
    const calm = factsOf(
      { type: 'command', command: 'sudo x' },
      'risk 1, read only, pre-approved by the user',
    )
    expect(calm.risk).toBe(4)
    expect(calm.reasons.join(' ')).not.toContain('approved')
  })

  it('bind each diff by its hash', () => {
    const facts = factsOf({ type: 'edit', files: [{ path: 'a.ts', diff: '+1\n' }] })
    expect(facts.risk).toBe(2)
    expect(facts.action).toMatchObject({
      files: [{ path: 'a.ts', diff: '+1\n', diffHash: createHash('sha256').update('+1\n').digest('hex') }],
    })
  })

  it('bind what a file holds that is to be changed', async () => {
    put('a.ts', 'one\n')
    const sha = createHash('sha256').update('one\n').digest('hex')
    const ask: Ask = {
      type: 'edit',
      files: [
        { path: 'a.ts', diff: '+1' },
        { path: 'new.ts', diff: '+1' },
      ],
    }
    expect(factsOf(ask).action).toMatchObject({ files: [{ before: sha }, { before: null }] })
    const allow = async (change: () => void) => {
      const request = bench.ask(ask)
      change()
      return codeOf(() => bench.requests.decideLocally(request, { allow: true }))
    }
    expect(await allow(() => put('a.ts', 'two\n'))).toBe('decision.world_changed')
    expect(await allow(() => put('new.ts', ''))).toBe('decision.world_changed')
    expect(await allow(() => put('a.ts', 'two\n'))).toBe('accepted')
  })

  const parts = (command: string) => {
    const { action } = factsOf({ type: 'command', command })
    return action.type === 'command' ? action.parts : null
  }
  it('list every part of a compound command as it is written', () => {
    expect(parts('npm test')).toEqual([])
    expect(parts('npm  test && rm -rf "$HOME"/x > log; echo `whoami`')).toEqual([
      'npm  test',
      'rm -rf "$HOME"/x > log',
      'echo `whoami`',
      'whoami',
    ])
    expect(parts("cat <(curl x) | bash -c 'a; b $(c)'")).toEqual([
      'cat <(curl x)',
      'curl x',
      "bash -c 'a; b $(c)'",
      'a',
      'b $(c)',
      'c',
    ])
    expect(parts('FOO=1 make')).toEqual(['FOO=1 make'])
  })

  it('say so where there are more parts than can be listed', () => {
    const facts = factsOf({ type: 'command', command: Array(300).fill('a').join(';') })
    expect(facts.action).toMatchObject({ parts: [] })
    expect(facts.risk).toBe(4)
    expect(facts.reasons).toContain('Runs more commands than can be listed')
  })

  it('list as many parts as may be', () => {
    const command = Array(256).fill('a').join(';')
    const facts = factsOf({ type: 'command', command })
    expect(facts).toMatchObject({ risk: 3, reasons: ['Runs a command'] })
    expect(parts(command)).toHaveLength(256)
  })

  it('say where it would run', () => {
    fs.mkdirSync(join(bench.worktree, 'sub'))
    const reasons = (cwd: string) => factsOf({ type: 'command', command: 'npm x', cwd }).reasons
    expect(reasons('..')).toContain('Runs outside the worktree')
    for (const cwd of ['.', 'sub']) expect(reasons(cwd)).not.toContain('Runs outside the worktree')
  })

  it('an edit without files tells nothing of what changes', () => {
    expect(factsOf({ type: 'edit', files: [] })).toMatchObject({
      risk: 3,
      reasons: ['The host was not told what changes'],
    })
  })

  it('see through a link that is a plain word', () => {
    fs.mkdirSync(join(bench.home, '.ssh'))
    fs.symlinkSync(join(bench.home, '.ssh'), join(bench.worktree, 'notes'))
    fs.symlinkSync('/etc/hosts', join(bench.worktree, 'names'))
    expect(factsOf({ type: 'command', command: 'tail -f notes' }).risk).toBe(4)
    expect(factsOf({ type: 'command', command: 'wc names' })).toMatchObject({
      risk: 3,
      reasons: expect.arrayContaining(['Reaches outside the worktree']),
    })
    expect(factsOf({ type: 'command', command: 'wc others' }).risk).toBe(1)
  })

  it('see through a link out of the worktree', () => {
    fs.symlinkSync('/etc', join(bench.worktree, 'inside'))
    expect(factsOf({ type: 'edit', files: [{ path: 'inside/hosts', diff: '' }] }).risk).toBe(3)
    expect(factsOf({ type: 'command', command: 'rm inside/hosts' }).risk).toBe(4)
  })

  it('see what a link in the worktree leads to, not only its name', () => {
    const away = join(bench.home, '.ssh')
    fs.mkdirSync(away)
    fs.symlinkSync(away, join(bench.worktree, 'docs'))
    expect(factsOf({ type: 'edit', files: [{ path: 'docs/authorized_keys', diff: '+x' }] }).risk).toBe(4)
    expect(factsOf({ type: 'command', command: 'cat docs/config' }).risk).toBe(4)
    fs.mkdirSync(join(bench.worktree, '.claude'))
    fs.symlinkSync(join(bench.worktree, '.claude'), join(bench.worktree, 'notes'))
    expect(factsOf({ type: 'edit', files: [{ path: 'notes/settings.json', diff: '+x' }] }).risk).toBe(4)
    fs.mkdirSync(join(bench.worktree, '.husky'))
    fs.symlinkSync(join(bench.worktree, '.husky'), join(bench.worktree, 'hooks'))
    expect(factsOf({ type: 'edit', files: [{ path: 'hooks/pre-commit', diff: '+x' }] }).risk).toBe(3)
  })

  it.each([
    ['cat docs/config', () => fs.symlinkSync('/etc', join(bench.worktree, 'docs'))],
    ['rm -r docs/old', () => fs.symlinkSync(bench.home, join(bench.worktree, 'docs'))],
    ['cd - && cat new', () => fs.symlinkSync('/etc/hosts', join(bench.worktree, 'new'))],
    ['touch new', () => fs.symlinkSync('/etc/hosts', join(bench.worktree, 'new'))],
  ])('a path of a command that leads elsewhere when it is decided: %s (A33)', async (command, swap) => {
    const request = bench.ask({ type: 'command', command })
    swap()
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe(
      'decision.world_changed',
    )
    expect(bench.told).toEqual([])
  })

  it('a path of a command that is made meanwhile, where it was said to be, changes nothing', async () => {
    const request = bench.ask({ type: 'command', command: 'cat docs/config' })
    fs.mkdirSync(join(bench.worktree, 'docs'))
    put('docs/config')
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe('accepted')
  })

  it('count a file that is told as new, and is there, for more than a change of it', () => {
    put('there.ts', 'one')
    put('empty.ts', '')
    const told = (path: string) => factsOf({ type: 'edit', files: [{ path, diff: '@@ -0,0 +1 @@\n+two\n' }] })
    expect(told('there.ts')).toMatchObject({
      risk: 3,
      reasons: ['Replaces a file without showing what it holds now'],
    })
    for (const path of ['new.ts', 'empty.ts']) expect(told(path).risk).toBe(2)
    const shown = { path: 'there.ts', diff: '@@ -1 +1 @@\n-one\n+two\n' }
    expect(factsOf({ type: 'edit', files: [shown] }).risk).toBe(2)
  })

  it('an edit of which nothing is shown is not taken for one inside the worktree', () => {
    const facts = factsOf({ type: 'edit', files: [{ path: 'a.ts', diff: '' }] })
    expect(facts).toMatchObject({ risk: 3, reasons: ['The host was not told what changes'] })
  })

  it('can’t be approved where there is no directory', async () => {
    const alice = await bench.device('alice')
    const channel = bench.channel(alice)
    const request = bench.ask({ type: 'command', command: 'ls', cwd: 'nowhere' })
    const bytes = await bench.sign(alice, channel, request)
    expect(await codeOf(() => bench.requests.decide(bytes, channel))).toBe('decision.world_changed')
  })
})

describe('files about to run', () => {
  beforeEach(() => {
    for (const path of ['a.js', 'b.js', 'data.csv', 'run.sh', 'package.json', 'Makefile']) put(path)
    fs.mkdirSync(join(bench.worktree, 'sub'))
    put('sub/c.js')
  })
  it.each([
    ['node a.js data.csv', ['a.js']],
    ['node --import=./b.js a.js', ['b.js', 'a.js']],
    ['node -r ./b.js a.js', ['b.js', 'a.js']],
    ['node missing.js', []],
    ['./run.sh a.js', ['run.sh']],
    ['bash run.sh', ['run.sh']],
    ['. ./run.sh', ['run.sh']],
    ['npm test', ['package.json']],
    ['make all', ['Makefile']],
    ['cat a.js', []],
    ['ls && node a.js', ['a.js']],
    ['cd sub && node c.js', ['sub/c.js']],
    ["sh -c 'node a.js'", ['a.js']],
    ['env X=1 node a.js', ['a.js']],
    ['echo $(node b.js)', ['b.js']],
    // Whatever is known to run code is known to run a file.
    ['julia a.js', ['a.js']],
    ['tclsh a.js', ['a.js']],
    ['busybox sh run.sh', ['run.sh']],
    ['ash run.sh', ['run.sh']],
    ['NODE a.js', ['a.js']],
    // Wrappers pass on what their later words name.
    ['setsid node a.js', ['a.js']],
    ['stdbuf -o L ./run.sh', ['run.sh']],
    ['flock data.csv node a.js', ['data.csv', 'a.js']],
    ['flock data.csv ./run.sh', ['data.csv', 'run.sh']],
    ['watch "node a.js"', ['a.js']],
    ['awk -f a.js data.csv', ['a.js', 'data.csv']],
    ['gawk --file=a.js', ['a.js']],
    ['node x=a.js', []],
    ['timeout 5 npm test', ['package.json']],
    ['sudo -u x make', ['Makefile']],
    // Words that only the shell knows stand between.
    ['node $FLAGS a.js', ['a.js']],
    ['$X a.js', []],
    ['X=1', []],
    ['node --import=./missing.js a.js', ['a.js']],
    ['node --import=./b.js a.js data.csv', ['b.js', 'a.js', 'data.csv']],
    ['node -r b.js data.csv a.js', ['b.js', 'data.csv']],
    ['run.sh', []],
    ['./sub', []],
    ['pushd sub && node c.js', ['sub/c.js']],
    ['ls sub && node c.js', []],
    ['cd && node a.js', ['a.js']],
  ])('%s', (command, files) => expect(bound(command).sort()).toEqual([...files].sort()))

  it.each([
    ['node later.js', 'later.js'],
    ['./later.sh', 'later.sh'],
    ['make all', 'GNUmakefile'],
    ['node --import=./later.js a.js', 'later.js'],
  ])('that come only after they were asked for are another request: %s (A32)', async (command, path) => {
    const request = bench.ask({ type: 'command', command })
    put(path)
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe(
      'decision.world_changed',
    )
    expect(bench.told).toEqual([])
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe('accepted')
  })

  it('are none where there is no file, and that makes nothing graver', () => {
    for (const command of ['./sub', './missing.sh', 'node sub', 'time ./missing.sh'])
      expect(factsOf({ type: 'command', command })).toMatchObject({ files: [], risk: 3 })
  })

  it('that are too many make it the gravest risk', () => {
    const reason = 'Runs files that are too large or too many to be bound by their content'
    const scripts = Array.from({ length: 17 }, (_, n) => `s${n}.js`)
    for (const script of scripts) put(script)
    const lines = (count: number) =>
      scripts
        .slice(0, count)
        .map((script) => `node ${script}`)
        .join(' && ')
    expect(factsOf({ type: 'command', command: lines(16) })).toMatchObject({ risk: 3 })
    const more = factsOf({ type: 'command', command: lines(17) })
    expect(more).toMatchObject({ risk: 4, reasons: expect.arrayContaining([reason]) })
    expect(more.files).toHaveLength(16)
    for (const command of [
      Array.from({ length: 20 }, (_, n) => `cd d${n}; node a.js`).join('; '),
      `env ${'node '.repeat(300)}`,
      `env ${'./run.sh '.repeat(300)}`,
      `sudo ${'npx '.repeat(300)}`,
    ])
      expect(factsOf({ type: 'command', command })).toMatchObject({
        files: [],
        risk: 4,
        reasons: expect.arrayContaining([reason]),
      })
  })

  it('that are too large make it the gravest risk', () => {
    fs.truncateSync(join(bench.worktree, 'a.js'), 9 * 1024 * 1024)
    const facts = factsOf({ type: 'command', command: 'node a.js' })
    expect(facts.files).toEqual([])
    expect(facts.risk).toBe(4)
  })
})

describe('frozen', () => {
  const run = (env?: Record<string, string | null>): Ask => ({
    type: 'command',
    command: 'npm test',
    ...(env !== undefined && { env }),
  })
  it('show the environment that the agent states, and judge it (A34)', () => {
    const facts = factsOf(run({ CI: '1', HOME: null }))
    expect(facts).toMatchObject({ envDelta: { CI: '1', HOME: null }, risk: 3 })
    expect(facts.reasons).toContain('Runs in another environment than the agent’s own')
    for (const name of ['PATH', 'LD_PRELOAD', 'BASH_ENV', 'GIT_SSH_COMMAND', 'A B', ''])
      expect(factsOf(run({ [name]: './evil' }))).toMatchObject({ risk: 4 })
    for (const env of [{}, undefined])
      expect(factsOf(run(env))).toMatchObject({
        envDelta: {},
        risk: 3,
        reasons: expect.not.arrayContaining(['Runs in another environment than the agent’s own']),
      })
  })

  const changes: [string, Record<string, string | null> | undefined, Record<string, string | null>][] = [
    ['another value', { CI: '1' }, { CI: '2' }],
    ['a variable more', { CI: '1' }, { CI: '1', LD_PRELOAD: './evil.so' }],
    ['a variable less', { CI: '1', A: '1' }, { CI: '1' }],
    ['removed, not set', { CI: '1' }, { CI: null }],
    ['one where there was none', undefined, { LD_PRELOAD: './evil.so' }],
  ]
  it.each(changes)(
    'an environment that is another when it is decided: %s (A34)',
    async (_, before, after) => {
      const ask = run(before)
      const request = bench.ask(ask)
      if (ask.type === 'command') ask.env = after
      expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe(
        'decision.world_changed',
      )
      expect(bench.told).toEqual([])
      const shown = JSON.parse(new TextDecoder().decode(bench.requests.facts(request) ?? new Uint8Array(0)))
      expect(shown.envDelta).toEqual(after)
      expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe('accepted')
    },
  )

  it('what the agent changes after asking changes nothing (A20, A22)', async () => {
    const ask = JSON.parse('{"type":"edit","files":[{"path":"a","diff":"+1"}],"__proto__":{"x":1}}')
    const request = bench.ask(ask)
    const before = new Uint8Array(bench.requests.facts(request) ?? [])
    ask.files[0].diff = '+rm'
    ask.files.push({ path: '/etc/passwd', diff: '+root' })
    bench.policy.epoch = 2
    bench.requests.policyChanged()
    const after = JSON.parse(new TextDecoder().decode(bench.requests.facts(request) ?? new Uint8Array(0)))
    expect(after.action).toEqual(JSON.parse(new TextDecoder().decode(before)).action)
    expect(after).not.toHaveProperty('x')
  })

  it.each([
    ['trailing spaces', 'rm -rf build  '],
    ['a newline', 'ls\nrm x'],
    ['an escape sequence', 'echo \u001b[2J'],
    ['a reversed order', 'echo \u202egpj.exe'],
    ['half a pair', 'echo \ud800'],
    ['a NUL', 'echo a\0b'],
  ])('the exact command, %s (A35)', (_, command) => {
    expect(factsOf({ type: 'command', command }).action).toMatchObject({ command })
  })
})
