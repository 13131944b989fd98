import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownOf } from './markdown.ts'

const of = (html: string): string => markdownOf(new DOMParser().parseFromString(html, 'text/html').body)

describe('what a page says, as Markdown', () => {
  it.each([
    ['headings', '<h2>A <em>b</em></h2>', '## A *b*'],
    ['paragraphs', '<p>a\n  b</p><p>c</p>', 'a b\n\nc'],
    ['words beside blocks', 'a<div>b</div>c', 'a\n\nb\n\nc'],
    ['breaks', '<p>a<br>b</p>', 'a\nb'],
    ['emphasis', '<p>a <strong> b </strong>c</p>', 'a **b** c'],
    ['code in a line', '<p><code>a`b</code></p>', '``a`b``'],
    ['code', '<pre><code class="language-ts">let a\n  b\n</code></pre>', '```ts\nlet a\n  b\n```'],
    ['code with fences in it', '<pre>```\nx</pre>', '````\n```\nx\n````'],
    ['lines of code in boxes', '<pre><div>a</div><div>b</div></pre>', '```\na\nb\n```'],
    ['lists', '<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>', '- a\n  1. b\n  2. c'],
    ['lists from a number on', '<ol start="3"><li>a</li></ol>', '3. a'],
    ['quotes', '<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'],
    [
      'tables',
      '<table><tr><th>a</th></tr><tr><td>b</td><td>c|d</td></tr></table>',
      '| a |  |\n| --- | --- |\n| b | c\\|d |',
    ],
    ['tables of one column', '<table><tr><td>a</td></tr><tr><td>b</td></tr></table>', 'a\n\nb'],
    ['links', '<a href="https://a.example/x">b</a>', '[b](https://a.example/x)'],
    ['links around blocks', '<a href="https://a.example/"><p>b</p></a>', 'b'],
    ['signs that lead to a heading', '<h2>A <a href="https://a.example/#a">#</a></h2>', '## A'],
    [
      'pictures with words',
      '<p><img alt="b]c" src="https://a.example/i.png"></p>',
      '![b c](https://a.example/i.png)',
    ],
    ['pictures without', '<p>a<img src="https://a.example/i.png"></p>', 'a'],
    ['terms', '<dl><dt>a</dt><dd>b</dd></dl>', '**a**\n\n: b'],
  ])('has %s', (_, html, markdown) => {
    expect(of(html)).toBe(markdown)
  })

  it('ends a piece of code only with its own fence', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '```', '\n', 'a', ' '), { maxLength: 40 }), (parts) => {
        const pre = document.createElement('pre')
        pre.textContent = `x${parts.join('')}x`
        const body = document.createElement('div')
        body.append(pre)
        const [fence = '', ...rest] = markdownOf(body).split('\n')
        expect(rest.filter((line) => line.startsWith(fence))).toEqual([fence])
      }),
    )
  })
})
