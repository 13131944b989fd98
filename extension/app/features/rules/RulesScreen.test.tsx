import { HearthError } from '@hearth/shared/protocol'
import type { Rule, RuleWhat } from '@hearth/shared/session'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { aDevice, anId, aRule, aSession, aStarter, HOST, NOW } from '../../testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import { HOSTILE } from '../../testing/hostile.ts'
import { ToastRegion } from '../../ui/Toast.tsx'
import RulesScreen from './RulesScreen.tsx'
import { noRemove, screen as words } from './words.ts'

// It comes lazily, and a busy machine takes its time over that.
beforeAll(async () => void (await import('./NewRuleSheet.tsx')))

const DENY = aRule({
  id: '00000000000000d1',
  effect: 'deny',
  what: { type: 'command', words: ['git', 'push'], rest: 'anything' },
  scope: { type: 'everywhere' },
  by: null,
  used: 0,
  lastUsedAt: null,
})
const ADMIN = aDevice({ rights: ['read', 'prompt', 'decide', 'admin'] })

const show = async (
  rules: readonly Rule[] = [aRule(), DENY],
  { script, ...options }: FakeHostOptions = {},
): Promise<FakeHost> => {
  const kept = [...rules]
  const host = fakeHost({
    sessions: [aSession()],
    script: {
      call: (name, args) => {
        const own = script?.call?.(name, args)
        if (own !== undefined) return own
        if (name === 'list-rules')
          return { rules: [...kept], starters: [aStarter(), aStarter({ id: 'reads', enabled: true })] }
        if (name === 'remove-rule') kept.splice(0, kept.length, ...kept.filter(({ id }) => id !== args.rule))
        if (name === 'add-rule') kept.push(aRule({ ...(args.rule as Rule), id: '00000000000000ff' }))
        return undefined
      },
    },
    ...options,
  })
  render(() => (
    <ToastRegion>
      <ServicesContext.Provider value={fakeServices({ hosts: [host] })}>
        <RulesScreen host={HOST} />
      </ServicesContext.Provider>
    </ToastRegion>
  ))
  await vi.waitFor(() => expect(screen.queryByText(words.loading)).toBeNull())
  return host
}
const rows = (): HTMLElement[] => within(screen.getByRole('list', { name: 'Rules' })).getAllByRole('listitem')

describe('the rules of a host', () => {
  it('each say what they do to what, where, until when, who made them, and how often they were used', async () => {
    await show([aRule({ agent: 'opencode', expiresAt: 10 * NOW }), DENY])
    const [first, second] = rows().map((row) => row.textContent)
    for (const part of [
      'Allow',
      'The command npm test',
      'with any operands',
      'The project “garden”',
      'until',
      'Up to risk 3',
      'When OpenCode asks',
      'Made by this device',
      'Used 12 times',
    ])
      expect(first).toContain(part)
    for (const part of [
      'Deny',
      'git push',
      'with anything after it',
      'Everywhere',
      'with no end',
      'Made by the owner at the host',
      'Never used',
    ])
      expect(second).toContain(part)
  })

  it.each<[RuleWhat, string]>([
    [{ type: 'edit', paths: ['src/**', 'docs/*'] }, 'Edits of src/** docs/*'],
    [{ type: 'access', paths: ['/etc/**'] }, 'Use of /etc/**'],
    [{ type: 'fetch', hosts: ['*.example.com'] }, 'Pages of *.example.com'],
    [{ type: 'mcp', server: 'github', tool: '*' }, 'Every tool of the MCP server github'],
    [{ type: 'mcp', server: 'github', tool: 'close' }, 'the tool github close'],
    [{ type: 'tool', name: 'bash' }, 'by the tool bash'],
  ])('are about %j', async (what, said) => {
    await show([aRule({ what })])
    expect(rows()[0]?.textContent).toContain(said)
  })

  it('are removed, and one that holds back comes again on demand', async () => {
    const host = await show([DENY], { device: ADMIN })
    fireEvent.click(screen.getByRole('button', { name: /^Remove the rule: The command git push/ }))
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await vi.waitFor(() => expect(rows()).toHaveLength(1))
    const calls = host.askedTo('call').filter(({ name }) => name !== 'list-rules')
    expect(calls).toMatchObject([
      { name: 'remove-rule', args: { rule: DENY.id } },
      { name: 'add-rule', args: { rule: { effect: 'deny', what: DENY.what, scope: DENY.scope } } },
    ])
  })

  it('are read again when the host tells that they have changed, and stay in sight meanwhile', async () => {
    let kept = [aRule(), DENY]
    const host = await show([], {
      script: { call: (name) => (name === 'list-rules' ? { rules: kept, starters: [] } : undefined) },
    })
    expect(rows()).toHaveLength(2)
    kept = [DENY]
    host.setOverview({ sessions: [] })
    expect(host.askedTo('call')).toHaveLength(1)
    host.setOverview({ policyEpoch: 2 })
    expect(rows()).toHaveLength(2)
    await vi.waitFor(() => expect(rows()).toHaveLength(1))
    expect(host.askedTo('call')).toHaveLength(2)
  })

  it('one that allows can’t be brought back from here', async () => {
    await show([aRule()])
    fireEvent.click(screen.getByRole('button', { name: /^Remove the rule/ }))
    await screen.findByText('The rule is removed.')
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('are removed only by who may', async () => {
    await show([aRule(), DENY])
    expect(screen.getAllByRole('button', { name: /^Remove the rule/ })).toHaveLength(1)
    expect(screen.getByText(noRemove('deny'))).toBeTruthy()
  })

  it('of a starter set are not removed by themselves', async () => {
    await show([aRule({ starter: 'tests' })], { device: ADMIN })
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull()
    expect(rows()[0]?.textContent).toContain('Of the starter set “tests”')
  })

  it('say why when the host refuses', async () => {
    await show([aRule()], {
      script: {
        call: (name) => {
          if (name === 'remove-rule') throw new HearthError('rule.unknown')
          return undefined
        },
      },
    })
    fireEvent.click(screen.getByRole('button', { name: /^Remove the rule/ }))
    expect(await screen.findByText(/no such rule/)).toBeTruthy()
  })

  it('come with the starter sets, all that is in them, and the command that switches them at the host', async () => {
    await show()
    const starters = within(screen.getByRole('region', { name: 'Starter sets' }))
    expect(starters.getAllByText('The command', { exact: false }).length).toBeGreaterThan(0)
    expect(starters.getByText('hearth rules enable tests')).toBeTruthy()
    expect(starters.getByText('hearth rules disable reads')).toBeTruthy()
    expect(starters.queryByRole('checkbox')).toBeNull()
  })

  it('say so when they can’t be read, and are looked at again', async () => {
    let fails = true
    await show([aRule()], {
      script: {
        call: (name) => {
          if (name === 'list-rules' && fails) throw new HearthError('link.offline')
          return undefined
        },
      },
    })
    expect(screen.getByText(words.failed)).toBeTruthy()
    fails = false
    fireEvent.click(screen.getByRole('button', { name: words.refresh }))
    await vi.waitFor(() => expect(rows()).toHaveLength(1))
  })

  it.each(Object.entries(HOSTILE).filter(([, text]) => text.length < 1_000))(
    '%s in a rule is text',
    async (_, text) => {
      await show([aRule({ what: { type: 'edit', paths: [text] }, scope: { type: 'worktree', path: text } })])
      expect(rows()[0]?.querySelector('script, img, a, iframe, form, style, [onerror], [onload]')).toBeNull()
      expect(rows()[0]?.textContent).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    },
  )
})

describe('a new rule', () => {
  const open = async (options: FakeHostOptions = {}) => {
    const host = await show([], options)
    fireEvent.click(screen.getByRole('button', { name: words.add }))
    const sheet = within(await screen.findByRole('dialog', { name: 'New rule' }))
    return { host, sheet }
  }
  const add = (host: FakeHost) => host.askedTo('call').filter(({ name }) => name === 'add-rule')

  it('denies or asks, never allows', async () => {
    const { host, sheet } = await open()
    expect(sheet.getAllByRole('radio').map((one) => one.closest('label')?.textContent)).toEqual([
      'Deny',
      'Always ask',
    ])
    fireEvent.input(sheet.getByRole('textbox'), { target: { value: ' git  push ' } })
    expect(await sheet.findByText(/none of the last 200/)).toBeTruthy()
    fireEvent.click(sheet.getByRole('button', { name: 'Make the rule' }))
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(add(host)).toMatchObject([
      {
        args: {
          rule: {
            effect: 'deny',
            what: { type: 'command', words: ['git', 'push'], rest: 'anything' },
            scope: { type: 'everywhere' },
          },
        },
      },
    ])
  })

  it.each([
    ['edit', 'src/**\n\n docs ', { type: 'edit', paths: ['src/**', 'docs'] }],
    ['access', '/etc/**', { type: 'access', paths: ['/etc/**'] }],
    ['fetch', '*.example.com', { type: 'fetch', hosts: ['*.example.com'] }],
    ['mcp', 'github *', { type: 'mcp', server: 'github', tool: '*' }],
    ['tool', ' bash ', { type: 'tool', name: 'bash' }],
  ])('about %s', async (kind, typed, what) => {
    const { host, sheet } = await open()
    fireEvent.change(sheet.getByRole('combobox', { name: 'About' }), { target: { value: kind } })
    fireEvent.input(sheet.getByRole('textbox'), { target: { value: typed } })
    fireEvent.click(sheet.getByRole('button', { name: 'Make the rule' }))
    await vi.waitFor(() => expect(add(host)).toMatchObject([{ args: { rule: { what } } }]))
  })

  it.each([
    ['nothing', 'command', ''],
    ['half a tool', 'mcp', 'github'],
    ['more than fits', 'edit', Array.from({ length: 17 }, (_, n) => `p${n}`).join('\n')],
  ])('is not made of %s', async (_, kind, typed) => {
    const { host, sheet } = await open()
    fireEvent.change(sheet.getByRole('combobox', { name: 'About' }), { target: { value: kind } })
    fireEvent.input(sheet.getByRole('textbox'), { target: { value: typed } })
    fireEvent.click(sheet.getByRole('button', { name: 'Make the rule' }))
    expect(sheet.getByRole('alert').textContent).not.toBe('')
    expect(add(host)).toEqual([])
  })

  it('stays open and says why when the host refuses', async () => {
    const { sheet } = await open({
      script: {
        call: (name) => {
          if (name === 'add-rule') throw new HearthError('rule.too_many')
          return undefined
        },
      },
    })
    fireEvent.input(sheet.getByRole('textbox'), { target: { value: 'git push' } })
    fireEvent.click(sheet.getByRole('button', { name: 'Make the rule' }))
    expect(await sheet.findByText('Too many rules')).toBeTruthy()
  })

  it('is made by whoever may decide', async () => {
    await show([], { device: aDevice({ rights: ['read', 'prompt'] }) })
    expect(screen.queryByRole('button', { name: words.add })).toBeNull()
  })
})

it('are saved as JSON that says all', async () => {
  const blobs: Blob[] = []
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => blobs.push(blob) && 'blob:x',
      revokeObjectURL: () => undefined,
    }),
  )
  await show([aRule({ by: anId(9) })])
  fireEvent.click(screen.getByRole('menuitem', { name: words.export, hidden: true }))
  expect(JSON.parse(await (blobs[0]?.text() ?? ''))).toEqual([aRule({ by: anId(9) })])
  vi.unstubAllGlobals()
})
