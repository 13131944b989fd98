import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlServer } from '../../control/server.ts'
import { Rig } from '../../host/testing.ts'
import { type Ran, runHearth, serveHost } from '../testing.ts'

let rig: Rig
let server: ControlServer

beforeEach(async () => {
  rig = await new Rig().start()
  server = await serveHost(rig.host, rig.home)
})
afterEach(async () => {
  await server.close()
  await rig.end()
})

const hearth = (...args: string[]): Promise<Ran> => runHearth(rig.home, args)
const typing = (input: string, ...args: string[]): Promise<Ran> => runHearth(rig.home, args, input)
const own = () => rig.host.rules.list().rules.filter(({ starter }) => starter === null)
const TEST = ['--command', 'npm test', '--rest', 'operands', '--risk', '3'] as const

describe('hearth rules', () => {
  it('shows what a rule that allows would have settled, and keeps it after a yes', async () => {
    const no = await typing('n\n', 'rules', 'add', 'allow', ...TEST)
    expect(no).toMatchObject({ code: 4, out: expect.stringContaining('it would have settled 0') })
    expect(own()).toEqual([])
    const yes = await typing('y\n', 'rules', 'add', 'allow', ...TEST, '--expires', '7d')
    expect(yes).toMatchObject({ code: 0, out: expect.stringContaining('Kept rule') })
    expect(own()).toMatchObject([
      {
        effect: 'allow',
        what: { type: 'command', words: ['npm', 'test'], rest: 'operands' },
        scope: { type: 'everywhere' },
        riskMax: 3,
        by: null,
      },
    ])
    expect(own()[0]?.expiresAt).toBeGreaterThan(Date.now())
    const { out } = await hearth('rules')
    expect(out).toContain('allow npm test … (operands), everywhere, up to risk 3')
    expect((await hearth('audit', 'list')).out).toContain('the owner, at the host, added rule')
  })

  it('keeps what denies without asking, and takes a removal back', async () => {
    const { values } = await hearth('rules', 'add', 'deny', '--edit', '.github/**', '--json')
    const id = String(values[0]?.id)
    expect((await hearth('rules', 'remove', id.slice(0, 6))).code).toBe(0)
    expect(own()).toEqual([])
    expect((await hearth('rules', 'list', '--removed')).out).toContain(id)
    expect((await hearth('rules', 'restore', id)).code).toBe(0)
    expect(own()).toMatchObject([{ id, effect: 'deny' }])
    expect(await hearth('rules', 'remove', 'ffff')).toMatchObject({
      code: 1,
      err: expect.stringContaining('rule.unknown'),
    })
  })

  it('previews without keeping', async () => {
    const ran = await hearth('rules', 'preview', 'allow', ...TEST, '--json')
    expect(ran.values).toMatchObject([{ draft: { effect: 'allow' }, matches: [], seen: 0 }])
    expect(own()).toEqual([])
  })

  it('switches starter sets', async () => {
    const [starter] = rig.host.rules.list().starters
    if (starter === undefined) throw new Error('no starter set')
    for (const change of ['enable', 'disable'] as const) {
      expect((await hearth('rules', change, starter.id)).code).toBe(0)
      const now = rig.host.rules.list().starters.find(({ id }) => id === starter.id)
      expect(now?.enabled).toBe(change === 'enable')
    }
    expect(await hearth('rules', 'enable', 'nothing')).toMatchObject({ code: 1 })
  })

  it('takes along what it has written', async () => {
    await hearth('rules', 'add', 'ask', '--fetch', 'example.org', '*.example.org')
    const file = join(rig.folder.path, 'rules.json')
    writeFileSync(file, (await hearth('rules', 'export')).out)
    const [rule] = own()
    await hearth('rules', 'remove', rule?.id ?? '')
    expect((await hearth('rules', 'import', file)).code).toBe(0)
    expect(own()).toMatchObject([{ effect: 'ask', what: { hosts: ['example.org', '*.example.org'] } }])
    expect((await hearth('rules', 'import', file)).out).toContain('All of them are here already')
    expect(await hearth('rules', 'import', join(rig.folder.path, 'none'))).toMatchObject({ code: 2 })
  })

  it.each([
    ['nothing to be about', ['allow', '--yes']],
    ['two things', ['deny', '--tool', 'x', '--command', 'y']],
    ['two places', ['deny', '--tool', 'x', '--project', 'p', '--worktree', '.']],
    ['a risk that no rule allows', ['allow', '--tool', 'x', '--risk', '4', '--yes']],
    ['an effect that does not exist', ['permit', '--tool', 'x']],
    ['a time that is none', ['deny', '--tool', 'x', '--expires', 'soon']],
  ])('does not take %s', async (_what, args) => {
    expect((await hearth('rules', 'add', ...args)).code).toBe(2)
    expect(own()).toEqual([])
  })
})
