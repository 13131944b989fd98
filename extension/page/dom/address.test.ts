import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAGE_LIMITS } from '../limits.ts'
import { addressFor, pageAddress } from './address.ts'
import { textFragment } from './fragment.ts'

describe('an address from a page', () => {
  it.each([
    ['javascript:alert(1)', null],
    ['\u0001javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['blob:https://a.example/1', null],
    ['file:///etc/passwd', null],
    ['', null],
    [null, null],
    ['../b', 'https://a.example/b'],
    ['//b.example', 'https://b.example/'],
    ['mailto:a@a.example', 'mailto:a@a.example'],
    [`https://a.example/${'t'.repeat(600)}`, null],
  ])('%j is %j', (value, whole) => {
    expect(addressFor(value, 'https://a.example/x/y')).toBe(whole)
  })

  it('of a page is one that a prompt takes, whatever it was', () => {
    const long = `https://a.example/p?${'q'.repeat(3000)}#h`
    expect(pageAddress(long)).toBe('https://a.example/p')
    expect(pageAddress(`https://a.example/${'p'.repeat(3000)}`)).toBe('https://a.example/')
    expect(pageAddress('https://a.example/p', `:~:text=${'w'.repeat(3000)}`)).toBe('https://a.example/p')
    expect(pageAddress('https://me:word@a.example/p#part:~:text=old', ':~:text=new')).toBe(
      'https://a.example/p#part:~:text=new',
    )
    for (const none of ['chrome://newtab/', 'file:///a', 'about:blank', 'x'])
      expect(pageAddress(none)).toBeNull()
  })
})

describe('the place of a selection', () => {
  it.each([
    ['a few words', ':~:text=a%20few%20words'],
    ['a-b, c & d', ':~:text=a%2Db%2C%20c%20%26%20d'],
    ['first line here\nand another', ':~:text=first%20line%20here,and%20another'],
    [
      'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twentyone',
      ':~:text=one%20two%20three%20four%20five%20six,sixteen%20seventeen%20eighteen%20nineteen%20twenty%20twentyone',
    ],
    [' \n ', ''],
  ])('%j is %j', (quote, fragment) => {
    expect(textFragment(quote)).toBe(fragment)
  })

  it('is a directive of one part or two, whatever was selected, and never a long one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (quote) => {
        const fragment = textFragment(quote)
        if (fragment !== '') expect(fragment).toMatch(/^:~:text=[^,&-]+(,[^,&-]+)?$/)
        expect(decodeURIComponent(fragment).length).toBeLessThan(PAGE_LIMITS.pageQuote.value * 2 + 20)
      }),
    )
  })
})
