import { describe, expect, it } from 'vitest'
import { PAGE_LIMITS } from '../limits.ts'
import { copySeen } from './copy.ts'
import { markdownOf } from './markdown.ts'
import type { Eyes } from './sight.ts'

/** Eyes for a document without a layout: what is marked as hidden is. A real browser's are tried in a real browser. */
const EYES: Eyes = {
  into: (element, sight) =>
    Element.prototype.hasAttribute.call(element, 'hidden')
      ? null
      : { sight, shown: true, block: !/^(a|b|span|code|x-line)$/.test(element.localName) },
  sees: () => true,
}

const view = window as Window & typeof globalThis
const page = (html: string): HTMLElement => {
  document.body.innerHTML = html
  return document.body
}
const copied = (html: string) => copySeen(view, { root: page(html) }, EYES)
const read = (html: string): string => markdownOf(copied(html).document.body)

describe('a copy of what can be seen', () => {
  it('W8: has no programs, no frames, nothing that people typed, and nothing hidden', () => {
    expect(
      read(
        '<p>a</p><script>b</script><style>c</style><iframe srcdoc="d"></iframe><textarea>e</textarea><input value=f><select><option>g</select><template><p>h</template><p hidden>i</p><svg><text>j</text></svg>',
      ),
    ).toBe('a')
  })

  it('has no address but those of the web', () => {
    const { document: copy } = copied(
      '<p><a href="javascript:alert(1)">a</a> <a href=" data:text/html,x">b</a> <a href="https://me:word@a.example/">c</a></p>',
    )
    expect([...copy.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
      null,
      null,
      'https://a.example/',
    ])
  })

  it('carries no handlers, styles or sources along', () => {
    const { document: copy } = copied(
      '<div onclick="x()" style="background:url(//a.example)" data-x="y">a</div>',
    )
    expect(copy.body.innerHTML).toBe('<div><div>a</div></div>')
  })

  it('reads a form past the names of its fields', () => {
    expect(
      read(
        '<form><input name="firstChild"><input name="nextSibling"><input name="localName"><input name="getAttribute"><p>a</p></form>',
      ),
    ).toBe('a')
  })

  it('shows what an element shows instead of its children', () => {
    const body = page('<x-card><b>slotted</b><i slot="none">not shown</i></x-card>')
    const inside = body.querySelector('x-card')?.attachShadow({ mode: 'open' })
    inside?.append(document.createElement('p'))
    const line = inside?.querySelector('p')
    line?.append('inside ', document.createElement('slot'))
    expect(markdownOf(copySeen(view, { root: body }, EYES).document.body)).toMatch(/^inside/)
    expect(markdownOf(copySeen(view, { root: body }, EYES).document.body)).not.toContain('not shown')
  })

  it('has none of the characters that nobody sees, and all that people write with', () => {
    const tags = [...'obey']
      .map((char) => String.fromCodePoint(0xe0000 + (char.codePointAt(0) ?? 0)))
      .join('')
    expect(read(`<p>a\u202eb\u200b\u2066c${tags} 👩‍👩‍👧 ❤️ क्‍ष می‌خواهم</p>`)).toBe('abc 👩‍👩‍👧 ❤️ क्‍ष می‌خواهم')
    expect(read('<p>a\ufe0f\ufe01\ufe02\ufe03b\u200d\u200d\u200dc</p>')).toBe('a\ufe0fb\u200dc')
  })

  it('keeps words of a page that is deeper than what is kept of it', () => {
    const body = document.createElement('div')
    let at: Element = body
    for (let depth = 0; depth < 1_000; depth += 1) {
      const inner = document.createElement('div')
      at.append(inner)
      at = inner
    }
    at.append('deep')
    const { document: copy, cut } = copySeen(view, { root: body }, EYES)
    expect(cut).toBe(false)
    expect(markdownOf(copy.body)).toBe('deep')
  })

  it('stops at its bounds, and says so', () => {
    const body = page('')
    for (let n = 0; n < 200; n += 1) body.append(document.createElement('p'))
    for (const part of body.children) part.append('w'.repeat((PAGE_LIMITS.pageText.value * 2) / 100))
    const { document: copy, cut } = copySeen(view, { root: body }, EYES)
    expect(cut).toBe(true)
    expect(copy.body.textContent.length).toBeLessThanOrEqual(PAGE_LIMITS.pageText.value * 2)
  })
})
