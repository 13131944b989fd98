import { describe, expect, it } from 'vitest'
import { ROOT, readRepository, type Source } from './rules/sources.ts'
import { strip } from './rules/strip.ts'
import { MAX_LINES, machinePaths, shortcuts, tooLong } from './rules/text.ts'

const repository = readRepository()
const code = (text: string): Source => ({ path: 'shared/src/a.ts', text })

describe('taking code and comments apart', () => {
  it('blanks strings, templates and regular expressions, and keeps line numbers', () => {
    const { code: left, comments } = strip(
      "const a = 'x: any' // note\nconst b = `TODO`\nconst c = /['\"]/ /* end */\nd()",
    )
    expect(left.split('\n').map((line) => line.trimEnd())).toEqual([
      'const a =',
      'const b =',
      'const c =',
      'd()',
    ])
    expect(comments.split('\n').map((line) => line.trim())).toEqual(['// note', '', '/* end */', ''])
  })

  it('tells a division from a regular expression', () => {
    expect(strip("const a = b / c // 'x'").code.trimEnd()).toBe('const a = b / c')
    expect(strip("f(/'/, any)").code).toContain(', any)')
  })
})

describe('no file is too long', () => {
  it('holds in this repository', () => expect(tooLong(repository)).toEqual([]))

  it('counts lines', () => {
    expect(tooLong([code('x\n'.repeat(MAX_LINES))])).toEqual([])
    expect(tooLong([code('x\n'.repeat(MAX_LINES + 1))])).toHaveLength(1)
  })
})

describe('no shortcuts', () => {
  it('holds in this repository', () => expect(shortcuts(repository)).toEqual([]))

  it.each([
    'const a: any = 1',
    'const a = b as any',
    'function f(): Promise<any> {}',
    'const m = new Map<string, any>()',
    'try { f() } catch {}',
    'try { f() } catch (error) { }',
    'await f().catch(() => {})',
    '// TODO later',
    '/* FIXME */',
    '// @ts-ignore',
    "it.only('x', f)",
    "describe.skip('x', f)",
  ])('refuses %s', (text) => {
    expect(shortcuts([code(text)])).toHaveLength(1)
  })

  it.each([
    "const a = 'x: any'",
    'expect.any(Number)',
    'await Promise.any(all)',
    '// any of these',
    'try { f() } catch { g() }',
    "const list = 'TODO'",
    '// @ts-expect-error: a test of the type',
  ])('allows %s', (text) => {
    expect(shortcuts([code(text)])).toEqual([])
  })
})

describe('no path of the machine that the work is done on', () => {
  it('holds in this repository', () => expect(machinePaths(repository, ROOT)).toEqual([]))

  it('finds a path below the folder that the repository lies in', () => {
    expect(machinePaths([code("const a = '/build/other/x'")], '/build/hearth')).toHaveLength(1)
    expect(machinePaths([code("const a = '/home/mallory/x'")], '/home/mallory/hearth')).toHaveLength(1)
    expect(machinePaths([code("const a = '/home/alice/x'")], '/home/mallory/hearth')).toEqual([])
    expect(machinePaths([code("const a = './build/x'")], '/build/hearth')).toEqual([])
  })
})
