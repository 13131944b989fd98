import fc from 'fast-check'
import { expect, test } from 'vitest'
import { worktreeNames } from './create.ts'
import { safeName, slug } from './names.ts'

const HOSTILE = [
  '../x',
  '..',
  '.',
  '',
  '-rf',
  '--upload-pack=x',
  '.git',
  'x.git',
  'a..b',
  'a.lock',
  'a.',
  'con',
  'con.txt',
  'nul',
  'com1',
  'lpt9.log',
  'a'.repeat(300),
  'a/b',
  'a\\b',
  'a b',
  'a\0b',
  'a\nb',
  'ünï',
  'A',
  '․․/x',
  '．．',
  '…',
  'a\u202eb',
  '@{u}',
  'a~1',
  'a:b',
]

test.each(HOSTILE)('the name %j is refused (L1)', (name) => {
  expect(() => safeName(name)).toThrow(expect.objectContaining({ code: 'host.worktree_name' }))
})

test.each(['a', 'fix-login-1a2b', '1.2.3', 'a_b', 'conn', 'a'.repeat(64)])('the name %j is fine', (name) => {
  expect(safeName(name)).toBe(name)
})

test.each(HOSTILE)('a title like %j still gives safe names', (title) => {
  for (const name of worktreeNames(title, '00ff'.repeat(8))) expect(safeName(name)).toBe(name)
})

test('any title gives safe names that differ by session', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (title) => {
      const names = worktreeNames(title, '0123456789abcdef0123456789abcdef')
      for (const name of names) expect(safeName(name)).toBe(name)
      expect(new Set(names).size).toBe(3)
      expect(slug(title)).toMatch(/^[a-z0-9](-?[a-z0-9])*$/)
    }),
  )
})
