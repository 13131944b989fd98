const sentence =
  'The host keeps *agents* warm, and **every** `delta` is [logged](https://example.com/log) before it is sent. '

/** Markdown as agents write it, one text for each construct. */
export const CORPUS: Readonly<Record<string, string>> = {
  prose: `${sentence.repeat(3)}\n\n${sentence}\nwith a soft break  \nand a hard break\\\nand another.\n`,
  headings:
    '# One\n\n## Two ##\nText\n\nSetext\n===\n\nAlso setext\n---\n\n#not a heading\n\n####### seven\n',
  'nested lists':
    '- a\n- b\n  - c\n    1. d\n    2. e\n\n       more of e\n  - f\n- g\n\n  h\n- [ ] open\n- [x] done\n\n1. x\n2. y\n\n3. z\n\n* other\n+ another\n',
  'fences in lists':
    '1. First:\n\n   ```ts\n   const a = 1\n\n   const b = 2\n   ```\n\n2. Second:\n   ~~~\n   x\n   ~~~\n- dash\n  ```\n  open\n',
  fences:
    '```ts title="a"\nconst a = `x`\n\n\nconst b\n```\ntext\n~~~~\n```\n~~~\n~~~~\n  ```js\n    a\n   b\n c\n  ```\n````\n```\nopen at the end',
  tables:
    '| a | b |\n|---|:-:|\n| 1 | `2` |\n| 3 |\n| 4 | *5* | 6 |\n\nx|y\n-|-:\n1|2\n\npara\na|b\n-|-\nrow|\nafter\n',
  quotes: '> a\nlazy\n> > b\n> c\n\n> - d\n> - e\n>\n> ```\n> f\n> ```\n\nafter\n',
  'definitions used before':
    'See [one], [two][1] and [three][].\n\n- [one] in a list\n\n| [one] |\n|---|\n| [one] |\n\n[one]: https://one.example "t"\n[1]: <https://two.example>\n[three]:\n  https://three.example\n\n[one] again [four]\n',
  html: '<div>\n*not*\n\n</div>\n\ninline <b>bold</b> <a href="x">y</a>\n\n<!-- c\n\nd -->\n\n<script>\nalert(1)\n\n</script>\n\n<details><summary>x</summary>\n\nbody\n\n</details>\n',
  'code and rules': '    indented\n\n      more\n\ntext\n    not code\n\n---\n***\n_ _ _\n- - -\n',
  inline:
    '`` a`b `` **bold *both* bold** ***x*** ~~gone~~ a_b_c _d_ \\*e\\* &amp; &lt;b&gt; &#33; &bogus; <https://auto.link> www.example.com me@example.com ![alt](https://x.example/i.png) [![badge](https://b.example/b.svg)](https://c.example) [rel](src/a.ts:12) [js](javascript:alert(1))\n',
  'windows ends': 'a\r\nb\r\n\r\n- c\r\n- d\r\n\r\n```\r\ne\r\n```\r\n',
  'a long paragraph': sentence.repeat(120),
  'a long line without spaces': 'x'.repeat(10_000),
  'a long paragraph of lines': `${sentence}\n`.repeat(100),
  'a long list': Array.from({ length: 80 }, (_, n) => `${n + 1}. ${sentence}\n`).join(''),
  'a long loose list': Array.from({ length: 40 }, (_, n) => `- ${sentence}\n\n  ${n}\n\n`).join(''),
  'a long table': `| a | b |\n|---|---|\n${Array.from({ length: 100 }, (_, n) => `| ${n} | ${sentence} |\n`).join('')}\nend\n`,
  'a long item': `- a\n${`  - ${sentence}\n`.repeat(60)}- b\n`,
  'a long quote': `> ${sentence}\n`.repeat(60),
  'long code': `\`\`\`\n${'const answer = 42 // line\n'.repeat(200)}\`\`\`\nend`,
  scripts: 'שלום *עולם* — 你好，**世界** 👩‍👩‍👧 é️ a\u202eb `c\u200bd` \u001b[31mred\n',
}

/** Small parts to be put together at random. */
export const PARTS: readonly string[] = Object.values(CORPUS)
  .filter((text) => text.length < 1000)
  .flatMap((text) => [text, ...text.split(/\n\n+/), ...text.split('\n').slice(0, 6)])
  .filter((text) => text !== '')
