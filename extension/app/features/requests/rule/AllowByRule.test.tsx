import type { RuleWhat } from '@hearth/shared/session'
import { fireEvent, screen, within } from '@solidjs/testing-library'
import { beforeAll, describe, expect, it } from 'vitest'
import { aCommand, anId, aRequest, NOW, PROJECT } from '../../../testing/build.ts'
import type { FakeHostOptions } from '../../../testing/fake-host.ts'
import { fakeSurroundings } from '../fake-surroundings.ts'
import { HOSTILE } from '../hostile.testdata.ts'
import { button, card, choose, isReady, moreChoices, press } from '../testing.tsx'

const SUGGESTIONS: RuleWhat[] = [
  { type: 'command', words: ['npm', 'test', '--', 'login'], rest: 'nothing' },
  { type: 'command', words: ['npm', 'test'], rest: 'operands' },
]
const request = (over: object = {}) =>
  aRequest({ facts: { offers: [0x01, 0x02, 0x10], suggestions: SUGGESTIONS, ...over } })

// It comes lazily, and a busy machine takes its time over that.
beforeAll(async () => void (await import('./AllowByRule.tsx')))

const open = async (view = request(), options: FakeHostOptions = {}) => {
  const of = card(view, { around: fakeSurroundings({ now: NOW }), ...options })
  of.around.settle()
  choose(/^Allow by a rule/)
  const sheet = await screen.findByRole('dialog', { name: 'Allow by a rule' })
  of.around.settle()
  return { ...of, sheet: within(sheet) }
}
const ALLOW = { name: 'Allow, and make the rule' }

describe('allowing by a rule', () => {
  it('begins with the narrowest that is of use: this very command, this session, today, this agent', async () => {
    const { host, sheet } = await open()
    press(sheet.getByRole('button', ALLOW))
    expect(host.askedTo('decide')).toMatchObject([
      {
        choice: 'allow-rule',
        rule: {
          effect: 'allow',
          what: SUGGESTIONS[0],
          scope: { type: 'session', session: anId(1) },
          agent: 'opencode',
          riskMax: 3,
        },
      },
    ])
    const { rule } = host.askedTo('decide')[0] ?? {}
    expect(rule?.expiresAt).toBe(new Date(NOW).setHours(24, 0, 0, 0))
  })

  it('takes what, where, until and who from the person', async () => {
    const { host, sheet, around } = await open()
    fireEvent.click(sheet.getByRole('radio', { name: /npm test with any operands/ }))
    fireEvent.click(sheet.getByRole('radio', { name: 'This project, in all its worktrees' }))
    fireEvent.click(sheet.getByRole('radio', { name: 'No end' }))
    fireEvent.click(sheet.getByRole('checkbox', { name: 'Only when OpenCode asks' }))
    expect(screen.getByRole('dialog').textContent).toContain(
      'The command npm test with any operands is allowed from now on without asking: in this project, for any agent, up to risk 3 of 4, with no end.',
    )
    around.settle()
    press(sheet.getByRole('button', ALLOW))
    expect(host.askedTo('decide')).toMatchObject([
      {
        rule: {
          what: SUGGESTIONS[1],
          scope: { type: 'project', project: PROJECT },
          agent: null,
          expiresAt: null,
        },
      },
    ])
  })

  it('offers every scope, the narrowest first, and only what is known of the session', async () => {
    const { sheet } = await open()
    const names = within(sheet.getByRole('group', { name: 'Where it holds' }))
      .getAllByRole('radio')
      .map((one) => one.closest('label')?.textContent)
    expect(names).toEqual([
      'This turn',
      'This session',
      'This worktree',
      'This project, in all its worktrees',
      'Everywhere on this host',
    ])
  })

  it('leaves worktree and project out where the session is not known', async () => {
    const { sheet } = await open(request(), { sessions: [] })
    const places = within(sheet.getByRole('group', { name: 'Where it holds' }))
    expect(places.queryByRole('radio', { name: /worktree|project/ })).toBeNull()
    expect(places.getByRole('radio', { name: 'This session' })).toBeTruthy()
  })

  it('shows what it would have matched, anew for each choice', async () => {
    const asked: unknown[] = []
    const matches = [
      { at: NOW, session: anId(1), turn: 1, title: 'npm \u202etest', risk: 3, outcome: 'denied' },
    ]
    const { sheet } = await open(request(), {
      script: {
        call: (name, args) => {
          if (name !== 'preview-rule') return undefined
          asked.push(args.rule)
          return asked.length === 1 ? { matches, seen: 200 } : { matches: [], seen: 200 }
        },
      },
    })
    expect(await sheet.findByText('It would have matched 1 of the last 200 requests.')).toBeTruthy()
    expect(sheet.getByText('npm \\u{202e}test')).toBeTruthy()
    expect(sheet.getByText(/denied then/)).toBeTruthy()
    fireEvent.click(sheet.getByRole('radio', { name: /any operands/ }))
    expect(await sheet.findByText('It would have matched none of the last 200 requests.')).toBeTruthy()
    expect(asked).toMatchObject([{ what: SUGGESTIONS[0] }, { what: SUGGESTIONS[1] }])
  })

  it('shows the code and the request that it decides too, and nothing done before the receipt', async () => {
    const { sheet, root } = await open()
    expect(sheet.getByText('7K3M')).toBeTruthy()
    expect(sheet.getByText('npm test -- login')).toBeTruthy()
    expect(root.textContent).not.toContain('Allowed')
    press(sheet.getByRole('button', ALLOW))
    expect((await screen.findAllByText(/^Allowed by you/)).length).toBeGreaterThan(0)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('can’t be opened before all was read', () => {
    card(request({ action: aCommand(Array.from({ length: 60 }, (_, n) => `echo ${n}`).join('\n'), null) }))
    expect(moreChoices()[0]?.getAttribute('aria-disabled')).toBe('true')
  })

  it.each([
    ['risk 4', { risk: 4 }],
    ['no suggestion', { suggestions: [] }],
    ['no offer of it', { offers: [0x01, 0x10] }],
  ])('is not there with %s', (_, over) => {
    card(request(over))
    expect(
      moreChoices()
        .map((one) => one.textContent)
        .join(),
    ).not.toMatch(/rule/)
  })

  it('closes by Esc or the cross, and decides nothing', async () => {
    const { host, sheet } = await open()
    fireEvent.click(sheet.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(host.askedTo('decide')).toEqual([])
    expect(isReady(button('Allow once'))).toBe(true)
  })

  it.each(HOSTILE)('%s in a suggestion is text, and all of it is seen', async (_, text, seen) => {
    const suggestions = [{ type: 'command', words: [text], rest: 'nothing' }]
    await open(request({ suggestions }))
    const dialog = screen.getByRole('dialog')
    expect(dialog.querySelector('script, img, a, iframe, [onerror]')).toBeNull()
    expect(dialog.textContent).toContain(seen)
  })
})
