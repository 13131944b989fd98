import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCommand } from './command.ts'

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
  "$(ls(e:'x':))",
])('does not claim to know %s, in which zsh would run something', (source) =>
  expect(readCommand(source)).toMatchObject({ argv: null, unclear: true }),
)

it('says so when the nesting is too deep or the text too long', () => {
  expect(readCommand(`${'$('.repeat(5000)}a`).unclear).toBe(true)
  expect(readCommand('a'.repeat(50_000)).unclear).toBe(true)
})
