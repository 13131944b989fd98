import { describe, expect, it } from 'vitest'
import { assessAccess, assessEdit, assessFetch, type RiskContext } from './risk.ts'

const context: RiskContext = { where: (path) => (path.startsWith('..') ? 'outside' : 'inside') }

describe('edits and addresses', () => {
  it('tell why', () => {
    const edit = (paths: string[], more = {}) => assessEdit(paths, context, more)
    expect(edit(['a'])).toEqual({ risk: 2, reasons: ['Changes files in the worktree'] })
    expect(edit(['../a'])).toEqual({ risk: 3, reasons: ['Reaches outside the worktree'] })
    expect(edit(['a'], { unseen: true })).toEqual({
      risk: 3,
      reasons: ['The host was not told what changes'],
    })
    expect(edit(['a'], { replaces: true })).toEqual({
      risk: 3,
      reasons: ['Replaces a file without showing what it holds now'],
    })
    expect(assessAccess(['.claude/settings.json'], context)).toEqual({
      risk: 2,
      reasons: ['Uses paths in the worktree'],
    })
  })

  it.each<[string, string[]]>([
    ['https://x.test', ['Uses the network']],
    ['https://alice@x.test', ['Carries credentials in the address']],
    ['https://:secret@x.test', ['Carries credentials in the address']],
    ['ftp://x.test', ['Not a web address']],
    ['http://printer.local', ['Reaches this machine or its own network']],
    ['http://a.internal', ['Reaches this machine or its own network']],
    ['http://172.16.0.1', ['Reaches this machine or its own network']],
    ['http://172.32.0.1', ['Uses the network']],
    ['http://192.168.1.1', ['Reaches this machine or its own network']],
    ['http://[fd00::1]', ['Reaches this machine or its own network']],
  ])('%s', (address, reasons) =>
    expect(assessFetch(address).reasons).toEqual(expect.arrayContaining(reasons)),
  )
})
