import type { RuleDraft, RuleEffect, RuleWhat } from '@hearth/shared/session'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ask } from '../agents/driver.ts'
import type { Matter } from './api.ts'
import { COMMAND_TABLES } from './commands.testdata.ts'
import { look } from './seen.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf, SESSION, WORKTREE } from './testing.ts'
import { type Judged, judge, wouldAllow, wouldSpeak } from './verdict.ts'

/** Each makes the facts of a request from scratch; a fault shows within some dozen. */
const RUNS = 200
const HELD: Record<RuleEffect, number> = { allow: 0, ask: 1, deny: 2 }
const verdict = (rules: readonly Judged[], matter: Matter) => judge(rules, matter, GROUND, 0)
const held = (rules: readonly Judged[], matter: Matter) => HELD[verdict(rules, matter).effect]

const program = fc.constantFrom('git', 'npm', 'rm', 'ls', 'cat', 'env', 'sh', 'cd', './run.sh')
const word = fc.constantFrom(
  'status',
  'push',
  'test',
  '--force',
  '--fo',
  '-f',
  'src',
  '../x',
  'out',
  'a b',
  '/etc',
  'rm',
)
const glob = fc.constantFrom(
  '**',
  'src/**',
  'src/*.ts',
  '.git/**',
  '/etc/**',
  '**/*.ts',
  '/**',
  '.git/config',
)
const host = fc.constantFrom('example.org', '*.example.org', 'evil.test')

const what: fc.Arbitrary<RuleWhat> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('command' as const),
      words: fc.tuple(program, fc.array(word, { maxLength: 2 })).map(([first, rest]) => [first, ...rest]),
      rest: fc.constantFrom('nothing' as const, 'operands' as const, 'anything' as const),
    }),
  },
  fc.record({ type: fc.constant('edit' as const), paths: fc.array(glob, { minLength: 1, maxLength: 2 }) }),
  fc.record({ type: fc.constant('access' as const), paths: fc.array(glob, { minLength: 1, maxLength: 2 }) }),
  fc.record({ type: fc.constant('fetch' as const), hosts: fc.array(host, { minLength: 1, maxLength: 2 }) }),
  fc.record({ type: fc.constant('tool' as const), name: fc.constantFrom('bash', 'x') }),
)

const scope: fc.Arbitrary<RuleDraft['scope']> = fc.constantFrom(
  { type: 'everywhere' as const },
  { type: 'session' as const, session: SESSION },
  { type: 'worktree' as const, path: WORKTREE },
  { type: 'turn' as const, session: SESSION, turn: 2 },
)

const rule = (effect: fc.Arbitrary<RuleEffect>): fc.Arbitrary<Judged> =>
  fc.record({
    effect,
    what,
    scope,
    agent: fc.constantFrom(null, 'opencode', 'codex'),
    riskMax: fc.constantFrom(1 as const, 2 as const, 3 as const),
    expiresAt: fc.constant(null),
    id: fc.stringMatching(/^[0-9a-f]{16}$/),
  })
const anyRule = rule(fc.constantFrom<RuleEffect>('allow', 'allow', 'allow', 'ask', 'deny'))
const rules = fc.uniqueArray(anyRule, { maxLength: 8, selector: ({ id }) => id })

const simple = fc
  .tuple(program, fc.array(word, { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest.map((text) => (text.includes(' ') ? `'${text}'` : text))].join(' '))
const joint = fc.constantFrom(' && ', '; ', '\n', ' || ', ' | ', ' & ')
const compound = fc
  .array(fc.tuple(simple, joint), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([text, join], index) => (index === 0 ? text : join + text)).join(''))
const ask: fc.Arbitrary<Ask> = fc.oneof(
  { weight: 5, arbitrary: compound.map((command) => ({ type: 'command' as const, command })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...COMMAND_TABLES.flatMap(({ expect: expected }) => Object.values(expected).flat()))
      .map((command) => ({ type: 'command' as const, command })),
  },
  fc
    .array(fc.constantFrom('src/a.ts', 'out/x', '.git/config', '/etc/x', 'a'), { minLength: 1, maxLength: 3 })
    .map((paths) => ({ type: 'edit' as const, files: paths.map((path) => ({ path, diff: 'x' })) })),
  fc.constantFrom('https://example.org/', 'http://example.org', 'https://a.example.org:8443').map((url) => ({
    type: 'fetch' as const,
    url,
  })),
)
const matter = ask.map((one) => matterOf(one))

describe('whatever the rules and the request', () => {
  it('a rule that denies, added, never allows more', () => {
    fc.assert(
      fc.property(rules, rule(fc.constant('deny')), matter, (before, added, one) => {
        expect(held([...before, added], one)).toBeGreaterThanOrEqual(held(before, one))
      }),
      { numRuns: RUNS },
    )
  })

  it('a rule that asks, added, never allows more', () => {
    fc.assert(
      fc.property(rules, rule(fc.constant('ask')), matter, (before, added, one) => {
        expect(held([...before, added], one)).toBeGreaterThanOrEqual(held(before, one))
      }),
      { numRuns: RUNS },
    )
  })

  it('a rule that allows, removed, never allows more', () => {
    fc.assert(
      fc.property(rules, rule(fc.constant('allow')), matter, (others, removed, one) => {
        expect(held(others, one)).toBeGreaterThanOrEqual(held([...others, removed], one))
      }),
      { numRuns: RUNS },
    )
  })

  it('their order makes no difference, to the effect or to the rule that is named', () => {
    fc.assert(
      fc.property(
        rules.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        matter,
        ([some, shuffled], one) => {
          expect(verdict(shuffled, one)).toEqual(verdict(some, one))
        },
      ),
      { numRuns: RUNS },
    )
  })

  it('a compound is allowed only where each of its commands is, by itself', () => {
    const texts = fc.array(fc.constantFrom('git status', 'npm test', 'ls src', 'rm x', 'cat a'), {
      minLength: 2,
      maxLength: 4,
    })
    const some = fc.subarray(['git status', 'npm test', 'ls …', 'rm …', 'cat …'])
    let allowed = 0
    fc.assert(
      fc.property(texts, joint, some, (parts, join, allowing) => {
        const able = allowing.map((text, index) => ({
          ...draftOf('allow', commandWhat(text)),
          id: `${index}`,
        }))
        if (held(able, commandOf(parts.join(join))) > 0) return
        allowed += 1
        for (const part of parts) expect(held(able, commandOf(part))).toBe(0)
      }),
      { numRuns: RUNS },
    )
    // About thirty of the runs; that it says something must not hang on the seed.
    expect(allowed).toBeGreaterThan(5)
  })

  it('what is allowed is a list of plain commands, in the worktree, below risk 4', () => {
    fc.assert(
      fc.property(rules, matter, (some, one) => {
        if (held(some, one) > 0) return
        const { line, knot } = look(one, GROUND)
        expect(knot).toBeNull()
        expect(one.facts.risk).toBeLessThan(4)
        expect(line?.unclear ?? false).toBe(false)
        expect([...(line?.constructs ?? [])]).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })
})

const all: readonly RuleWhat[] = [
  ...['npm test', 'ls ***', 'git ***', 'rm ***'].map(commandWhat),
  { type: 'edit', paths: ['**', '/**'] },
  { type: 'access', paths: ['**', '/**'] },
  { type: 'fetch', hosts: ['example.org'] },
  { type: 'mcp', server: 'files', tool: '*' },
  { type: 'tool', name: 'bash' },
]
const everything = (over: Partial<RuleDraft> = {}): Judged[] =>
  all.map((one, index) => ({ ...draftOf('allow', one, over), id: `${index}` }))

describe('what rules for each of its parts do not allow', () => {
  const rulesFor = (...texts: string[]) =>
    texts.map((text, n) => ({ ...draftOf('allow', commandWhat(text)), id: `${n}`.repeat(16) }))
  const effectOf = (command: string, ...texts: string[]) =>
    judge(rulesFor(...texts), commandOf(command), GROUND, 1).effect

  it('a program that is more than a filter, fed by a pipe', () => {
    const rules = ['cat …', 'mytool ***', 'head ***'] as const
    expect(effectOf('cat a | head -1', ...rules)).toBe('allow')
    expect(effectOf('cat a && mytool', ...rules)).toBe('allow')
    expect(effectOf('cat a | mytool', ...rules)).toBe('ask')
    expect(effectOf('cat a | head -1 | mytool x', ...rules)).toBe('ask')
  })

  it.each(['mytool a\u200b', 'mytool \u202ea', 'mytool a\u00a0b', 'mytool \u001b[2J'])(
    'characters that can’t be seen: %j',
    (command) => {
      expect(effectOf('mytool a', 'mytool …', 'mytool ***')).toBe('allow')
      expect(effectOf(command, 'mytool …', 'mytool ***')).toBe('ask')
    },
  )

  it('paths that lead out of the worktree, by a link or by the shell', () => {
    expect(effectOf('src/a.sh', 'src/a.sh')).toBe('allow')
    expect(effectOf('out/a.sh', 'out/a.sh')).toBe('ask')
    expect(effectOf('mytool src/a', 'mytool …')).toBe('allow')
    for (const word of ['out/hosts', '~/x', '~alice/x', '--at=~/x', '../x'])
      expect(effectOf(`mytool ${word}`, 'mytool …', 'mytool ***'), word).toBe('ask')
  })

  it('a change of directory with another meaning in another shell', () => {
    expect(effectOf('cd src && npm test', 'cd ***', 'npm test')).toBe('allow')
    expect(effectOf('cd src lib && npm test', 'cd ***', 'npm test')).toBe('ask')
  })
})

describe('a directory that the shell alone knows', () => {
  it.each(['cd +1 && npm test', 'cd - && npm test', 'cd ~x && npm test', "cd '' && npm test"])(
    '%s is not allowed by rules for its parts',
    (command) => {
      const rules = ['cd ***', 'npm test'].map((text, n) => ({
        ...draftOf('allow', commandWhat(text)),
        id: `${n}`.repeat(16),
      }))
      expect(judge(rules, commandOf('cd src && npm test'), GROUND, 1).effect).toBe('allow')
      expect(judge(rules, commandOf(command), GROUND, 1).effect).toBe('ask')
    },
  )
})

describe('never allowed', () => {
  it('allows npm test, so that what follows says something', () => {
    expect(held(everything(), commandOf('npm test'))).toBe(0)
  })

  it('in a turn with text of a page in it (W8)', () => {
    const one = commandOf('npm test', { provenance: 'web' })
    expect(verdict(everything(), one)).toMatchObject({ effect: 'ask', rule: null })
  })

  it.each([
    ['risk 4', commandOf('npm test', { risk: 4 })],
    ['text of the repository in the turn', commandOf('npm test', { provenance: 'repo' })],
    ['another environment', commandOf('npm test', { envDelta: { PATH: '.' } })],
    ['another directory', matterOf({ type: 'command', command: 'npm test', cwd: '/tmp' })],
    ['git’s own directory', matterOf({ type: 'command', command: 'npm test', cwd: '.git' })],
    ['another mode', matterOf({ type: 'mode', from: null, to: 'yolo', detail: '' })],
    ['an edit of nothing', matterOf({ type: 'edit', files: [] })],
    ['git’s own files', matterOf({ type: 'edit', files: [{ path: 'hooks/pre-commit', diff: 'x' }] })],
    ['Hearth’s own files', matterOf({ type: 'access', paths: ['/home/alice/.hearth/host.db'] })],
    ['another repository’s .git', matterOf({ type: 'access', paths: ['/home/alice/other/.git/config'] })],
    [
      'an agent’s own settings',
      matterOf({ type: 'edit', files: [{ path: '.claude/settings.json', diff: 'x' }] }),
    ],
    ['this machine', matterOf({ type: 'fetch', url: 'https://127.0.0.1/' })],
    ['hundreds of commands', commandOf(Array.from({ length: 33 }, () => 'npm test').join(' && '))],
  ])('%s', (_, one) => expect(verdict(everything(), one)).toMatchObject({ effect: 'ask', rule: null }))

  it.each<[string, Partial<RuleDraft>]>([
    ['above its own risk', { riskMax: 2 }],
    ['after its time', { expiresAt: 0 }],
    ['for another agent', { agent: 'codex' }],
    ['in another session', { scope: { type: 'session', session: 'ab'.repeat(16) } }],
    ['in another turn', { scope: { type: 'turn', session: SESSION, turn: 2 } }],
    ['in another worktree', { scope: { type: 'worktree', path: `${WORKTREE}/` } }],
    ['in another project', { scope: { type: 'project', project: 'b'.repeat(16) } }],
  ])('%s', (_, over) => expect(held(everything(over), commandOf('npm test'))).toBe(1))

  it.each<[string, Partial<RuleDraft>]>([
    ['before its time is up', { expiresAt: 1 }],
    ['for this agent', { agent: 'opencode' }],
    ['in this session', { scope: { type: 'session', session: SESSION } }],
    ['in this turn', { scope: { type: 'turn', session: SESSION, turn: 1 } }],
    ['in this worktree', { scope: { type: 'worktree', path: WORKTREE } }],
    ['in this project', { scope: { type: 'project', project: 'a'.repeat(16) } }],
  ])('but it is %s', (_, over) => expect(held(everything(over), commandOf('npm test'))).toBe(0))
})

describe('one draft by itself', () => {
  const test = draftOf('allow', commandWhat('npm test'))
  it('would allow what it names', () => {
    expect(wouldAllow(test, commandOf('npm test'), GROUND, 0)).toBe(true)
    expect(wouldAllow(test, commandOf('npm test && ls'), GROUND, 0)).toBe(false)
    expect(wouldAllow({ ...test, effect: 'deny' }, commandOf('npm test'), GROUND, 0)).toBe(false)
  })

  it('speaks of a past request where it would for certain have said something', () => {
    const denies = draftOf('deny', commandWhat('rm'))
    expect(wouldSpeak(denies, commandOf('sudo rm x'), GROUND, 0)).toBe(true)
    expect(wouldSpeak(denies, commandOf('$X y'), GROUND, 0)).toBe(false)
    expect(wouldSpeak(test, commandOf('npm test'), GROUND, 0)).toBe(true)
    expect(wouldSpeak({ ...denies, agent: 'codex' }, commandOf('rm x'), GROUND, 0)).toBe(false)
  })
})
