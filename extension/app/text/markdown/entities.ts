/** Those that people and models write; any other stays as it was typed. */
const NAMED = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    copy: '©',
    reg: '®',
    trade: '™',
    deg: '°',
    plusmn: '±',
    times: '×',
    divide: '÷',
    middot: '·',
    para: '¶',
    sect: '§',
    laquo: '«',
    raquo: '»',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    bull: '•',
    larr: '←',
    uarr: '↑',
    rarr: '→',
    darr: '↓',
    harr: '↔',
    rArr: '⇒',
    infin: '∞',
    ne: '≠',
    le: '≤',
    ge: '≥',
    asymp: '≈',
    euro: '€',
    pound: '£',
    yen: '¥',
    cent: '¢',
    micro: 'µ',
    sup2: '²',
    sup3: '³',
    frac12: '½',
    frac14: '¼',
    check: '✓',
    cross: '✗',
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    Auml: 'Ä',
    Ouml: 'Ö',
    Uuml: 'Ü',
    szlig: 'ß',
    eacute: 'é',
    lbrack: '[',
    rbrack: ']',
    lpar: '(',
    rpar: ')',
    ast: '*',
    lowbar: '_',
    grave: '`',
    bsol: '\\',
    vert: '|',
    lbrace: '{',
    rbrace: '}',
    colon: ':',
    num: '#',
    dollar: '$',
    Tab: '\t',
    NewLine: '\n',
  }),
)

const fromNumber = (code: number): string =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code)

/** Replaces character references such as `&amp;` and `&#x2713;` by what they stand for. */
export const decodeEntities = (text: string): string =>
  !text.includes('&')
    ? text
    : text.replace(
        /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z\d]{1,31}));/g,
        (all, decimal, hex, name) => {
          if (decimal !== undefined) return fromNumber(Number.parseInt(decimal, 10))
          if (hex !== undefined) return fromNumber(Number.parseInt(hex, 16))
          return NAMED.get(name) ?? all
        },
      )
