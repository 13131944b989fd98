/** Texts that try to be something else than text, or to hide what they are; each with what has to be seen of it. */
export const HOSTILE: readonly (readonly [name: string, text: string, seen: string])[] = [
  ['a script', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['an image that runs', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['an entity', '&lt;b&gt; &#x202e;', '&lt;b&gt; &#x202e;'],
  ['text that turns around', 'cat \u202egnp.tac\u202c', 'cat \\u{202e}gnp.tac\\u{202c}'],
  ['text that isolates', 'rm \u2066-rf\u2069', 'rm \\u{2066}-rf\\u{2069}'],
  ['a zero-width joint', 'su\u200bdo\u2060 ls\ufeff', 'su\\u{200b}do\\u{2060} ls\\u{feff}'],
  ['colours of a terminal', '\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
  [
    'a link of a terminal',
    '\u001b]8;;https://mallory.example\u0007here\u001b]8;;\u0007',
    '\\u{1b}]8;;https://mallory.example\\u{7}here\\u{1b}]8;;\\u{7}',
  ],
  ['a carriage return', 'echo safe\rrm -rf ~', 'echo safe\\u{d}rm -rf ~'],
  ['a backspace', 'rm -rf ~\b\b\b', 'rm -rf ~\\u{8}\\u{8}\\u{8}'],
  ['a NUL', 'ls\0 -la', 'ls\\u{0} -la'],
  ['a line separator', 'ls\u2028rm', 'ls\\u{2028}rm'],
  ['a wide space', 'rm\u3000-rf\u00a0/', 'rm\\u{3000}-rf\\u{a0}/'],
  ['a Hangul filler', 'ls\u3164', 'ls\\u{3164}'],
  ['a tag character', 'ls\u{e0041}', 'ls\\u{e0041}'],
  ['a lone half', 'ls \ud83d', 'ls \\u{d83d}'],
  ['a template', '{{constructor.constructor("alert(1)")()}}', '{{constructor.constructor("alert(1)")()}}'],
]
