import { describe, expect, it } from 'vitest'
import { readBody } from './body.ts'
import { NOTICE_EXACT_CHARS, NOTICE_TEXT_CHARS } from './limits.ts'
import { noticeOf, turnNotice } from './notice.ts'
import type { Slot } from './slot.ts'
import { aBody, aSlot } from './testing.ts'

const two = { actions: 2 }
const asks = (over: Partial<Slot['body']>, means = two) => noticeOf(aSlot({ body: aBody(over) }), means)

describe('the notification of a request', () => {
  it('shows the exact text, where it comes from and how grave it is', () => {
    expect(asks({})).toMatchObject({
      title: 'Run a command',
      body: 'git status --short\ngarden · Fix the login form\nRisk 1 of 4: It only reads',
      actions: ['allow', 'deny'],
      silent: false,
    })
  })

  it.each<[string, Partial<Slot['body']>, { actions: number }, readonly string[]]>([
    ['risk 1', { risk: 1 }, two, ['allow', 'deny']],
    ['risk 2', { risk: 2 }, two, ['allow', 'deny']],
    ['risk 3', { risk: 3 }, two, ['review']],
    ['risk 4', { risk: 4 }, two, ['review']],
    ['no risk', { risk: null }, two, ['review']],
    ['a text that is too long for a push', { exact: null }, two, ['review']],
    [
      'the longest that a screen shows whole',
      { exact: 'x'.repeat(NOTICE_EXACT_CHARS) },
      two,
      ['allow', 'deny'],
    ],
    ['one that a screen cuts', { exact: 'x'.repeat(NOTICE_EXACT_CHARS + 1) }, two, ['review']],
    ['one that grows by what it hides', { exact: '\u200b'.repeat(60) }, two, ['review']],
    ['more lines than a screen shows', { exact: 'a\nb\nc\nd' }, two, ['review']],
    ['words for an answer', { hash: null, risk: null }, two, ['open']],
    ['an edit, whose words are not its diff', { hash: null, risk: 2 }, two, ['review']],
    ['one button alone', {}, { actions: 1 }, ['review']],
    ['no buttons', {}, { actions: 0 }, []],
  ])('has for %s the right buttons', (_, body, means, actions) => {
    expect(asks(body, means).actions).toEqual(actions)
  })

  it.each<[Slot['state'], string, readonly string[], boolean]>([
    ['asks', 'Run a command', ['allow', 'deny'], false],
    ['sending', 'Allowing…', [], true],
    ['failed', 'Not applied: the host is away', ['allow', 'deny'], false],
    ['review', 'Nothing was decided: the host is away', ['review'], false],
    ['done', 'Allowed', [], true],
    ['over', 'the host is away.', [], true],
  ])('says in %s how it stands', (state, title, actions, silent) => {
    const slot = aSlot({ state, choice: 'allow', note: state === 'asks' ? null : 'the host is away.' })
    expect(noticeOf(slot, two)).toMatchObject({ title, actions, silent, tag: noticeOf(aSlot(), two).tag })
  })

  it('hides nothing that is in a text of strangers', () => {
    const shown = asks({
      title: 'a\u202eb',
      exact: 'rm \u200bx\u2069',
      where: 'p\u2066q',
      reasons: ['r\u00ads'],
    })
    expect(`${shown.title}${shown.body}`).not.toMatch(/[\u202e\u200b\u2069\u2066\u00ad]/)
    expect(shown.body).toContain('rm \\u{200b}x\\u{2069}')
  })

  it('is no longer than browsers take', () => {
    const shown = asks({ title: 'x'.repeat(9_000), where: 'y'.repeat(9_000) })
    expect([shown.title.length, shown.body.length]).toEqual([NOTICE_TEXT_CHARS, NOTICE_TEXT_CHARS])
  })
})

it('tells of a turn, with what would hide made visible', () => {
  const shown = turnNotice({ kind: 'turn', host: 'h', session: 's', title: 'a\u202eb', outcome: 'Done' })
  expect(shown).toMatchObject({ title: 'a\\u{202e}b', body: 'Done', actions: [], slot: null })
})

describe('what was pushed', () => {
  it('is read strictly', () => {
    expect(readBody(JSON.stringify(aBody()))).toEqual(aBody())
    for (const strange of [
      '',
      'null',
      '{}',
      '{"kind":"request"',
      JSON.stringify({ ...aBody(), more: 1 }),
      JSON.stringify({ ...aBody(), kind: 'allow' }),
      JSON.stringify({ ...aBody(), risk: 9 }),
    ]) {
      expect(readBody(strange)).toBeNull()
    }
  })
})
