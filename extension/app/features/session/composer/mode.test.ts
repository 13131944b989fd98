import { MAX_PROMPT_TEXT } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { words } from '../../../state/typed.ts'
import { composerMode, isSendPress } from './mode.ts'

describe('the composer', () => {
  it.each([
    ['', false, false, { action: 'send', ready: false, over: 0 }],
    [' \n', false, false, { action: 'send', ready: false, over: 0 }],
    ['a', false, false, { action: 'send', ready: true, over: 0 }],
    ['a', true, false, { action: 'queue', ready: true, over: 0 }],
    ['', true, false, { action: 'queue', ready: false, over: 0 }],
    ['a', false, true, { action: 'send', ready: false, over: 0 }],
    ['a'.repeat(MAX_PROMPT_TEXT), false, false, { action: 'send', ready: true, over: 0 }],
    ['a'.repeat(MAX_PROMPT_TEXT + 3), false, false, { action: 'send', ready: false, over: 3 }],
  ] as const)('is right for case %#', (text, running, busy, mode) => {
    expect(composerMode(words(text), running, busy)).toEqual(mode)
  })

  it('sends what is attached without words, and nothing that can’t go', () => {
    const typed = { text: '', attachments: [{ id: 'a', kind: 'text', name: 'a', text: 'a' }] } as const
    expect(composerMode(typed, false, false).ready).toBe(true)
    expect(composerMode(typed, false, false, true).ready).toBe(false)
  })

  const press = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 }
  it.each([
    [press, false, true],
    [press, true, false],
    [{ ...press, shiftKey: true }, false, false],
    [{ ...press, isComposing: true }, false, false],
    [{ ...press, keyCode: 229 }, false, false],
    [{ ...press, key: 'a' }, false, false],
  ])('sends by Enter alone, never in the middle of an input method’s word (%#)', (key, touch, sends) => {
    expect(isSendPress(key, touch)).toBe(sends)
  })
})
