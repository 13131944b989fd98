import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOSTILE } from '../../testing/hostile.ts'
import { createMarkdown } from './stream.ts'

const ELEMENTS = new Set(
  'A BLOCKQUOTE BR BUTTON CODE DEL DIV EM H3 H4 H5 H6 HR INPUT LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
)
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class: /^[\w -]*$/,
  role: /^(?:link|group)$/,
  tabindex: /^0$/,
  title: /^(?:https?:\/\/|mailto:)/,
  type: /^(?:button|checkbox)$/,
  start: /^\d{1,9}$/,
  disabled: /^$/,
  checked: /^$/,
  'aria-pressed': /^false$/,
  'aria-label': /^(?:Code, |Table$|Done$|Not done$)/,
}

/** What of a drawn text is more than inert: elements and attributes that no text may become. */
const beyond = (root: Element): string[] =>
  [...root.querySelectorAll('*')].flatMap((one) => [
    ...(ELEMENTS.has(one.tagName) ? [] : [one.tagName]),
    ...[...one.attributes]
      .filter(({ name, value }) => ATTRIBUTES[name]?.test(value) !== true)
      .map(({ name, value }) => `${one.tagName} ${name}=${value}`),
  ])

const draw = (text: string, size: number): HTMLElement => {
  const target = document.createElement('div')
  const stream = createMarkdown(target)
  for (let at = 0; at < text.length; at += size) stream.append(text.slice(at, at + size))
  stream.finish()
  return target
}

const depth = (node: Element): number => {
  let deepest = 0
  const walk = [{ node, level: 0 }]
  for (let one = walk.pop(); one; one = walk.pop()) {
    deepest = Math.max(deepest, one.level)
    for (const child of one.node.children) walk.push({ node: child, level: one.level + 1 })
  }
  return deepest
}

describe('hostile text is inert', () => {
  it.each(Object.entries(HOSTILE))('%s', (_, text) => {
    const target = draw(text, Math.max(1, Math.ceil(text.length / 200)))
    expect(beyond(target)).toEqual([])
    expect(depth(target)).toBeLessThan(120)
    expect(Reflect.get(globalThis, 'pwned')).toBeUndefined()
    const hidden = /[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|(?![\n\t])\p{Cc}/u
    expect(hidden.test(target.textContent ?? '')).toBe(false)
    for (const link of target.querySelectorAll('a')) expect(link.title).toMatch(/^(?:https?:\/\/|mailto:)/)
  })

  it('whatever comes (W5)', () => {
    const bits = Object.values(HOSTILE).filter((text) => text.length < 300)
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: 'binary' })), { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        (parts, size) => {
          expect(beyond(draw(parts.join('\n'), size))).toEqual([])
        },
      ),
      { numRuns: 80 },
    )
  })
})

describe('destinations', () => {
  const links = (text: string) =>
    [...draw(text, 5).querySelectorAll('a')].map((link) => [link.textContent, link.title])

  it('are http, https and mail', () => {
    expect(links('[a](https://a.example/x) [b](http://b.example) [c](mailto:me@c.example)')).toEqual([
      ['a', 'https://a.example/x'],
      ['b', 'http://b.example/'],
      ['c', 'mailto:me@c.example'],
    ])
  })

  it('that are anything else stand behind their label', () => {
    const target = draw('[run](javascript:alert(1)) and [file](src/a.ts:12)', 3)
    expect(target.querySelector('a')).toBeNull()
    expect(target.textContent).toBe('run (javascript:alert(1)) and file (src/a.ts:12)')
  })

  it('show look-alike hosts, and hosts that the label does not name', () => {
    expect(links('[x](https://аррӏе.com)')).toEqual([['x', 'https://xn--80ak6aa92e.com/']])
    expect(links('[github.com](https://evil.example) [github.com](https://github.com/a)')).toEqual([
      ['github.com (evil.example)', 'https://evil.example/'],
      ['github.com', 'https://github.com/a'],
    ])
  })

  it('of images are offered and never fetched (W6)', () => {
    expect(links('![a chart](https://x.example/c.png)')).toEqual([
      ['Image: a chart', 'https://x.example/c.png'],
    ])
    expect(draw('![](data:image/png;base64,AAAA)', 4).textContent).toContain('Image (data:image/png')
  })
})
