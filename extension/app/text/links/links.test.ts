import { afterEach, expect, it, vi } from 'vitest'
import { listenForLinks } from './ask.ts'
import { linkElement } from './link.ts'
import { namesAnotherHost, outwardUrl } from './url.ts'

const place = (address: string) => {
  const root = document.createElement('div')
  const url = outwardUrl(address)
  if (url === null) throw new Error(`${address} is refused`)
  const link = linkElement(document.createTextNode('label'), url)
  root.append(link)
  listenForLinks(root)
  document.body.append(root)
  return link
}
const dialog = () => document.querySelector('dialog')

afterEach(() => document.body.replaceChildren())

it.each(['click', 'Enter'])('a link asks before it is followed (%s)', (how) => {
  const link = place('https://xn--80ak6aa92e.com/a?b=%E2%80%AE')
  link.dispatchEvent(
    how === 'click'
      ? new MouseEvent('click', { bubbles: true })
      : new KeyboardEvent('keydown', { key: how, bubbles: true }),
  )
  expect(dialog()?.getAttribute('aria-label')).toBe('Open xn--80ak6aa92e.com?')
  expect(dialog()?.textContent).toContain('https://xn--80ak6aa92e.com/a?b=%E2%80%AE')
  const open = dialog()?.querySelector('a')
  expect([open?.target, open?.rel, open?.href]).toEqual([
    '_blank',
    'noreferrer noopener',
    'https://xn--80ak6aa92e.com/a?b=%E2%80%AE',
  ])
})

it('Cancel closes it', () => {
  place('https://a.example').click()
  ;[...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel')?.click()
  expect(dialog()).toBeNull()
})

it('copies the address', async () => {
  const writeText = vi.fn(() => Promise.resolve())
  vi.stubGlobal('navigator', { clipboard: { writeText } })
  place('https://a.example/x').click()
  ;[...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Copy address')?.click()
  await vi.waitFor(() => expect(dialog()).toBeNull())
  expect(writeText).toHaveBeenCalledWith('https://a.example/x')
  vi.unstubAllGlobals()
})

it('a link holds no address for the browser', () => {
  const link = place('https://a.example/x')
  expect(link.hasAttribute('href')).toBe(false)
  expect(link.getAttribute('role')).toBe('link')
  expect(link.tabIndex).toBe(0)
})

it.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:x',
  'data:text/html,x',
  'file:///etc',
  'blob:https://x/1',
  'ftp://x',
  '//x',
  '/x',
  'x',
  '',
  'chrome://settings',
])('refuses %j', (address) => {
  expect(outwardUrl(address)).toBeNull()
})

it.each([
  ['github.com', 'https://evil.example', true],
  ['see https://github.com/a', 'https://github.com/b', false],
  ['www.github.com', 'https://github.com', false],
  ['the docs', 'https://evil.example', false],
  ['me@a.example', 'mailto:me@a.example', false],
])('does %j name another host than %s?', (label, address, other) => {
  expect(namesAnotherHost(label, new URL(address))).toBe(other)
})

it.each([
  ['the second of two clicks', () => new MouseEvent('click', { detail: 2, cancelable: true, bubbles: true })],
  [
    'Enter that is held down',
    () => new KeyboardEvent('keydown', { key: 'Enter', repeat: true, cancelable: true, bubbles: true }),
  ],
])('%s follows nothing: the question was not seen yet (W7)', (_, event) => {
  place('https://a.example/x').click()
  const open = dialog()?.querySelector('a')
  expect(open?.dispatchEvent(event())).toBe(false)
  expect(dialog()).not.toBeNull()
})
