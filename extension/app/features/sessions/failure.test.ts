import { ERRORS, type ErrorCode, HearthError } from '@hearth/shared/protocol'
import { describe, expect, it } from 'vitest'
import { failureOf, isDoubt } from './failure.ts'

const codes = Object.keys(ERRORS) as ErrorCode[]

describe('failures', () => {
  it.each(codes)('%s has words and a way on', (code) => {
    for (const wish of ['new', 'adopt', 'list', 'change'] as const) {
      const { what, todo } = failureOf(new HearthError(code), 'laptop', wish)
      expect(what).toMatch(/\S{3}/)
      expect(todo).toMatch(/\S{3}/)
    }
  })

  it.each<[ErrorCode, RegExp, string]>([
    ['host.project_missing', /folder is no longer there/, 'retry'],
    ['host.project_not_git', /not the top of a git repository/, 'retry'],
    ['host.too_many_sessions', /as many sessions as it can hold/, 'none'],
    ['host.worktree', /could not make the worktree/, 'retry'],
    ['host.git_missing', /git was not found on laptop/, 'retry'],
    ['host.store', /can’t write to its database/, 'retry'],
    ['link.offline', /laptop can’t be reached/, 'status'],
    ['link.lost', /ended before laptop answered/, 'retry'],
    ['link.revoked', /has revoked this device/, 'pair'],
  ])('%s', (code, what, way) => {
    const failure = failureOf(new HearthError(code), 'laptop', 'new')
    expect(failure.what).toMatch(what)
    expect(failure.way).toBe(way)
  })

  it('says what may have been done, where that is not known', () => {
    expect(codes.filter((code) => isDoubt(new HearthError(code)))).toEqual(['link.timeout', 'link.lost'])
    expect(failureOf(new HearthError('link.lost'), 'laptop', 'new').todo).toMatch(/may have made the session/)
  })

  it('shows what hides in a name or a message', () => {
    const words = failureOf(new HearthError('host.internal', 'a\u202eb'), 'h\u200bost', 'new')
    expect(words.what).toBe('a\\u{202e}b')
    expect(words.todo).toContain('h\\u{200b}ost')
  })

  it('hides no mistake of ours', () => {
    expect(() => failureOf(new TypeError('x'), 'laptop', 'new')).toThrow(TypeError)
  })
})
