import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCommand } from './command.ts'
import { MAX_PARSED_COMMAND } from './limits.ts'

const names = (source: string) => readCommand(source).commands.map(({ words }) => words[0]?.text ?? '?')

describe('a command line of plain words', () => {
  it.each([
    ['ls -la', ['ls', '-la']],
    ["git commit -m 'a b' --", ['git', 'commit', '-m', 'a b', '--']],
    ['echo "a b" c\\ d $\'e\\nf\'', ['echo', 'a b', 'c d', 'e\nf']],
    ['rm  -rf  x ', ['rm', '-rf', 'x']],
    ['\\rm x', ['rm', 'x']],
    ['a # not a word', ['a']],
  ])('%s', (source, argv) => expect(readCommand(source)).toMatchObject({ argv, unclear: false }))
})

describe('no argv, for only the shell knows the words', () => {
  it.each([
    'a && b',
    'a; b',
    'a | b',
    'a\nb',
    'a &',
    'X=1 a',
    'a > f',
    'a < f',
    'a $X',
    'a "$X"',
    'a ~/x',
    'a =b',
    'a *.ts',
    'a {1,2}',
    'a $(id)',
    'a `id`',
    'a <(id)',
    '(a)',
    '{ a; }',
    'if a; then b; fi',
    'a <<E\nx\nE',
    '',
    '   ',
    "a 'open",
    'a "open',
    'a $(',
    'a\0b',
    '! a',
    '> f',
    'X=1',
    'export X=1',
    'f() { a; }',
    'a $((1+1))',
    `a $${'{X:-y}'}`,
  ])('%j', (source) => expect(readCommand(source).argv).toBeNull())
})

describe('every command in it', () => {
  it.each([
    ['a && b || c; d', ['a', 'b', 'c', 'd']],
    ['a $(b `c`)', ['a', 'b', 'c']],
    ['a <(b) "x $(c)"', ['a', 'b', 'c']],
    ['for x in 1 2; do a; done', ['a']],
    ['f() { a; }; f', ['a', 'f']],
    ["sh -c 'a; b'", ['sh', 'a', 'b']],
    ["bash -lc 'sudo x'", ['bash', 'sudo']],
    ['$X a', ['?']],
    ['case x in y) a;; esac', ['a']],
  ])('%s', (source, found) => expect(names(source)).toEqual(found))

  it('knows what is piped into what', () => {
    expect(readCommand('curl x | sh').commands.map(({ piped }) => piped)).toEqual([false, true])
  })

  it('knows what redirections write to, and not descriptors', () => {
    const { writes } = readCommand('a > out 2>&1 < in >> log &> all >| forced > $X')
    expect(writes.map(({ text }) => text)).toEqual(['out', 'log', 'all', 'forced', null])
    const numbers = readCommand('a > 1 2> 2 >> 3 >& 4')
    expect(numbers.writes.map(({ text }) => text)).toEqual(['1', '2', '3'])
    expect([...numbers.constructs]).toEqual(['output'])
  })
})

it('never throws, whatever it is given (Z1)', () => {
  const token = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '|',
    '&',
    ';',
    '(',
    ')',
    '{',
    '}',
    '<',
    '>',
    '$',
    '"',
    "'",
    '`',
    '\\',
    '#',
    '!',
    '~',
    '[[',
    'if',
    'do',
    'EOF',
    '<<',
    '\0',
    '💥',
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
      const line = readCommand(tokens.join(''))
      if (line.argv !== null) expect(line.unclear).toBe(false)
    }),
  )
})

it.each([
  "ls(e:'touch x':)",
  "cat a(e:'touch x':)",
  'ls *(e:x:)',
  'a && ls(+x)',
  'cat a(',
  'ls (a)',
  'a(',
  'a(b',
  "$(ls(e:'x':))",
])('does not claim to know %s, in which zsh would run something', (source) =>
  expect(readCommand(source)).toMatchObject({ argv: null, unclear: true }),
)

it('says so when the nesting is too deep or the text too long', () => {
  expect(readCommand(`${'$('.repeat(5000)}a`).unclear).toBe(true)
  expect(readCommand('a'.repeat(50_000)).unclear).toBe(true)
})

describe('what shells are given to run is read too', () => {
  it.each([
    // Options stand between `-c` and its script, and may take a word each.
    ["bash -c -o errexit 'rm x'", ['bash', 'errexit', 'rm']],
    ["bash -co errexit 'rm x'", ['bash', 'errexit', 'rm']],
    ["zsh -c --no-rcs 'rm x'", ['zsh', 'rm']],
    ["bash -c -x 'rm x' a", ['bash', 'rm']],
    ["bash +x -c 'rm x'", ['bash', 'rm']],
    ['bash -c', ['bash']],
    ['bash -c -x', ['bash']],
    ['bash -x f', ['bash']],
    ['bash', ['bash']],
    ['grep -c x', ['grep']],
    ["env bash sh -c 'rm x'", ['env', 'rm']],
    ["sh -c 'a' bash -c 'b'", ['sh', 'a', 'b']],
    ['bash $X -c a', ['bash', 'a']],
    ["/bin/ASH -c 'rm x'", ['/bin/ASH', 'rm']],
    ["mksh -c 'rm x'", ['mksh', 'rm']],
    ["rbash -c 'rm x'", ['rbash', 'rm']],
    ["fish -c 'rm x'", ['fish', 'rm']],
  ])('%s', (source, found) => {
    expect(names(source)).toEqual(found)
    expect(readCommand(source).unclear).toBe(false)
  })

  it.each([
    'bash -c "$X"',
    'bash -c -o errexit "$X"',
    "fish -C 'rm x'",
    "fish -c'rm x'",
    "fish --command='rm x'",
    "fish --init-command='rm x'",
    `sh -c 'sh -c "sh -c \\"sh -c a\\""'`,
    "sh -c 'if'",
    "sh -c ''",
  ])('or is said to be unclear: %s', (source) => expect(readCommand(source).unclear).toBe(true))

  it('and what stands behind one that is known to the shell only', () => {
    expect(names('bash -c "$X"; rm x')).toEqual(['bash', 'rm'])
  })

  it('as deep as three, with all that they write and read', () => {
    const three = readCommand(`sh -c 'sh -c "sh -c \\"a\\""'`)
    expect(three.unclear).toBe(false)
    expect(three.commands.at(-1)?.source).toBe('a')
    const { writes, reads, constructs } = readCommand("sh -c 'a > f < g &'")
    expect([writes, reads]).toEqual([[{ text: 'f' }], [{ text: 'g' }]])
    expect([...constructs].sort()).toEqual(['background', 'input', 'output', 'shell'])
  })
})

describe('what a line has beyond plain commands', () => {
  it.each([
    ['a | b', []],
    ['a && b', []],
    ['a 2>&1', []],
    ['a >&-', []],
    ['a <&3', []],
    ['a > /dev/null', []],
    ['a &', ['background']],
    ['coproc a', ['background']],
    ['! a', ['compound']],
    ['time a', ['compound']],
    ['! a | b', ['compound']],
    ['(a)', ['compound']],
    ['{ a; }', ['compound']],
    ['if a; then b; fi', ['compound']],
    ['[[ a ]]', ['compound']],
    ['f() { a; }', ['compound', 'function']],
    ['a <<< x', ['input']],
    ['a <<E\nx\nE', ['input']],
    ['a < f', ['input']],
    ['a < /dev/null', ['input']],
    ['a <& f', ['input']],
    ['a > f', ['output']],
    ['a >& f', ['output']],
    ['a <> f', ['output']],
    ['a {x}> /dev/null', ['output']],
    ['a >', ['output']],
    ['a <', ['input']],
    ["sh -c 'a'", ['shell']],
    ['bash -c "$X"', ['shell']],
  ])('%j', (source, constructs) => expect([...readCommand(source).constructs].sort()).toEqual(constructs))

  it.each([
    ['a', true],
    ['a && b && c', true],
    ['a | b', true],
    ['a || b', false],
    ['a && b || c', false],
    ['a; b', false],
    ['', false],
  ])('%j is a chain: %s', (source, chained) => expect(readCommand(source).chained).toBe(chained))

  it.each([
    ['a < f', true],
    ['a <<< x', true],
    ['a <& f', true],
    ['a <> f', false],
    ['a > f', false],
    ['a', false],
  ])('%j is fed: %s', (source, fed) => expect(readCommand(source).commands[0]?.fed).toBe(fed))

  it.each([
    ['a < f', ['f'], []],
    ['a <& f', ['f'], []],
    ['a <& 3', [], []],
    ['a <& 3-', [], []],
    ['a 3>& x', [], ['x']],
    ['a <> f', [], ['f']],
    ['a < $X', [null], []],
  ])('%j reads %j and writes %j', (source, reads, writes) => {
    const line = readCommand(source)
    expect([line.reads.map(({ text }) => text), line.writes.map(({ text }) => text)]).toEqual([reads, writes])
  })
})

it('tells each command as it is written, with what is set for it', () => {
  const told = (source: string) =>
    readCommand(source).commands.map(({ source, piped, sets, words }) => [
      source,
      piped,
      sets,
      words.map(({ text }) => text),
    ])
  expect(told('X=1')).toEqual([['X=1', false, ['X=1'], []]])
  expect(told('X=1 a b > f')).toEqual([['X=1 a b > f', false, ['X=1'], ['a', 'b']]])
  expect(told('> f')).toEqual([])
  expect(told('export A=1 b')).toEqual([['export A=1 b', false, [], ['export', null, 'b']]])
  expect(told('a > f b')).toEqual([['a > f b', false, [], ['a', 'b']]])
  expect(told('echo `echo \\`id x\\``').at(-1)).toEqual(['id x', false, [], ['id', 'x']])
  expect(told('a | { b; (c | d); }').map(([source, piped]) => [source, piped])).toEqual([
    ['a', false],
    ['b', true],
    ['c', true],
    ['d', true],
  ])
})

it('reads what is as long as may be, and not a character more', () => {
  const longest = 'a'.repeat(MAX_PARSED_COMMAND)
  expect(readCommand(longest)).toMatchObject({ argv: [longest], unclear: false })
  expect(readCommand(`${longest}a`)).toMatchObject({ argv: null, commands: [], unclear: true })
})
