import type { Page, Worker } from 'playwright-core'
import { until } from '../world/wait.ts'

/** Words that no person can see on the page below, by how they are hidden. An agent must never read one. */
const UNSEEN = {
  'display: none': '<p style="display:none">SECRET</p>',
  'the hidden attribute': '<p hidden>SECRET</p>',
  'visibility: hidden': '<p style="visibility:hidden">SECRET</p>',
  'opacity: 0': '<p style="opacity:0">SECRET</p>',
  'opacity: 0 further up': '<div style="opacity:0.01"><p>SECRET</p></div>',
  'a filter': '<p style="filter:opacity(0)">SECRET</p>',
  'letters of no size': '<p style="font-size:0">SECRET</p>',
  'letters of one pixel': '<p style="font-size:1px">SECRET</p>',
  'white on white': '<p style="color:#fff">SECRET</p>',
  'nearly white on white': '<p style="color:#fdfdfe">SECRET</p>',
  'white on white in another colour space': '<p style="color:oklch(1 0 0)">SECRET</p>',
  'the colour of a box': '<div style="background:#123456"><p style="color:#123456">SECRET</p></div>',
  'letters that let all through': '<p style="color:rgb(0 0 0 / 0)">SECRET</p>',
  'a fill of no colour': '<p style="-webkit-text-fill-color:transparent">SECRET</p>',
  'left of the page': '<p style="position:absolute;left:-9999px">SECRET</p>',
  'above the page': '<p style="position:absolute;top:-9999px">SECRET</p>',
  'far to the right of a page that does not scroll there':
    '<p style="position:absolute;left:99999px">SECRET</p>',
  'an indent': '<p style="text-indent:-9999px;white-space:nowrap">SECRET</p>',
  'a box of one pixel': '<p style="position:absolute;width:1px;height:1px;overflow:hidden">SECRET</p>',
  'a box of no height': '<div style="height:0;overflow:hidden"><p>SECRET</p></div>',
  'below the edge of a box': '<div style="height:20px;overflow:hidden"><br><br><br><p>SECRET</p></div>',
  'cut away': '<p style="clip-path:inset(50%)">SECRET</p>',
  'cut away as of old': '<p style="position:absolute;clip:rect(0 0 0 0)">SECRET</p>',
  'made small': '<p style="transform:scale(0)">SECRET</p>',
  'folded in': '<details><summary>More</summary>SECRET</details>',
  skipped: '<div style="content-visibility:hidden">SECRET<p>SECRET</p></div>',
  'a comment': '<!-- SECRET -->',
  'a script’s text': '<script type="text/plain">SECRET</script>',
  'a template': '<template><p>SECRET</p></template>',
  'no script': '<noscript>SECRET</noscript>',
  'a field': '<input value="SECRET"><textarea>SECRET</textarea>',
  'tag characters': `<p>${[...'SECRET'].map((char) => `&#${0xe0000 + (char.codePointAt(0) ?? 0)};`).join('')}</p>`,
} as const

/** Words that everybody sees, in ways that look like hiding. */
const SEEN = [
  '<p style="color:#fff;background:#123">seen-on-dark</p>',
  '<div style="overflow:auto;height:40px"><br><br><br><br><p>seen-by-scrolling</p></div>',
  '<h3 style="background:linear-gradient(red,blue);background-clip:text;color:transparent">seen-as-gradient</h3>',
  '<div style="visibility:hidden"><p style="visibility:visible">seen-inside</p></div>',
  '<div style="height:0;overflow:hidden"></div><p style="position:relative;left:8px">seen-moved</p>',
  '<p style="opacity:.6">seen-pale</p>',
  '<details open><summary>Less</summary>seen-unfolded</details>',
] as const
export const SEEN_WORDS: readonly string[] = SEEN.map((html) => /seen-[\w-]+/.exec(html)?.[0] ?? '')

const LOREM = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.'

/** A page of a manual, as mallory might have changed it. Its own policy forbids to make HTML of strings. */
const manual = (inside: string): string => `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="require-trusted-types-for 'script'; trusted-types none">
<title>Caching · Widgets</title>
<style>body{overflow-x:hidden;font:16px/1.5 sans-serif;margin:24px;color:#222;background:#fff} pre{background:#f4f4f4;padding:8px}</style>
<header><nav><a href="/home">Home</a> <a href="/docs">All the docs</a></nav></header>
<main><article><h1>Widgets</h1>
<p>A widget is made by <code>makeWidget()</code> and is <a href="/life">alive</a> from then on. ${LOREM}</p>
${`<p>${LOREM}</p>`.repeat(30)}
<h2>Caching</h2>
<p id="cache">The cache holds <b>forty two</b> entries, and forgets the oldest one first.</p>
<pre><code class="language-ts">const cache = makeCache(42)</code></pre>
<button id="button" class="primary" style="padding:6px 10px;color:#fff;background:#064">Clear the cache</button>
<x-card></x-card>
${inside}
</article></main><footer>Imprint</footer>
<script>document.querySelector('x-card').attachShadow({ mode: 'closed' }).append('shown in a closed tree')</script>`

/** All of it: what is hidden, what is not, a form that takes names, and a hole of six hundred levels: at some thousands the browser itself gives up. */
export const HOSTILE_MANUAL: string = manual(
  `${Object.values(UNSEEN).join('\n')}${SEEN.join('\n')}
<form><input name="firstChild"><input name="childNodes"><p>seen-in-form</p></form>
<script>let at = document.querySelector('article'); for (let n = 0; n < 600; n++) at = at.appendChild(document.createElement('div')); at.append('seen-deep')</script>`,
)

interface Piece {
  readonly attachment?: {
    readonly kind: string
    readonly markdown: string
    readonly url: string
    readonly title: string
  }
  readonly failure?: { readonly why: string; readonly words: string }
}

/** What waits for the panel of whatever window, newest last. */
export const waitingPieces = async (worker: Worker): Promise<readonly Piece[]> => {
  const all = await worker.evaluate<Record<string, unknown>>('chrome.storage.session.get()')
  return Object.entries(all).flatMap(([key, pieces]) =>
    key.startsWith('page.waiting.') ? (pieces as Piece[]) : [],
  )
}

/** Forgets what waits. */
export const forgetPieces = (worker: Worker): Promise<unknown> =>
  worker.evaluate(
    `chrome.storage.session.get().then((all) => chrome.storage.session.remove(Object.keys(all).filter((key) => key.startsWith('page.waiting.'))))`,
  )

/**
 * Tells the extension that an entry of the context menu was pressed on the active tab: no program can press it. What the
 * press would give, to read this page, was given by the icon before.
 */
export const pressMenu = async (worker: Worker, id: string, more: object = {}): Promise<void> => {
  await worker.evaluate(
    `chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(([tab]) =>
      chrome.contextMenus.onClicked.dispatch({ menuItemId: ${JSON.stringify(id)}, pageUrl: tab.url, frameId: 0, ...${JSON.stringify(more)} }, tab))`,
  )
}

/** What a press on the menu came to, once it is there. */
export const taken = async (worker: Worker): Promise<Piece> =>
  until('what was taken from the page', async () => (await waitingPieces(worker)).at(-1))

/** Selects all of an element, or from one text to another within it, as by dragging. */
export const select = (page: Page, selector: string, [from, to]: [string, string]): Promise<void> =>
  page.evaluate(
    ([css = '', first = '', last = '']) => {
      const element = document.querySelector(css)
      if (element === null) throw new Error(`no ${css}`)
      const range = document.createRange()
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const words = node.textContent ?? ''
        if (words.includes(first)) range.setStart(node, words.indexOf(first))
        if (words.includes(last)) range.setEnd(node, words.indexOf(last) + last.length)
      }
      getSelection()?.removeAllRanges()
      getSelection()?.addRange(range)
    },
    [selector, from, to],
  )
