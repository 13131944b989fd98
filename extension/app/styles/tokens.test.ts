// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const CHANNELS = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/

const linear = (byte: number): number => {
  const part = byte / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

const luminance = (hex: string): number => {
  const parts = CHANNELS.exec(hex)
  if (parts === null) throw new Error(`not a colour of six hex digits: ${hex}`)
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => linear(Number.parseInt(part, 16)))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Contrast of two colours (`#rrggbb`) by WCAG 2.2: 1 to 21. */
const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const THEMES = ['light', 'dark'] as const
/** WCAG 1.4.3, normal text. */
const TEXT = 4.5
/** WCAG 1.4.11: what bounds a control or shows its state. */
const SHAPE = 3

/** Where the blocks with more contrast stand: for devices that ask for it, and for people who do. */
const ASKED = css.indexOf('@media (prefers-contrast: more)')
const CHOSEN = css.indexOf('[data-contrast="more"]')
const declaredIn = (text: string): [string, string][] =>
  [...text.matchAll(/(--[a-z-]+\d?):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value])
const STRONGER = new Map(declaredIn(css.slice(CHOSEN, css.indexOf('}', CHOSEN))))

const declared = new Map(declaredIn(css.slice(0, ASKED)))

/** The colour of a token in a theme, as `#rrggbb`. */
const colour = (name: string, theme: (typeof THEMES)[number], tokens = declared): string => {
  const value = tokens.get(name)
  if (value === undefined) throw new Error(`no token ${name}`)
  const other = /^var\((--[a-z-]+)\)$/.exec(value)
  if (other?.[1] !== undefined) return colour(other[1], theme, tokens)
  const pair = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/.exec(value)
  const found = pair?.[theme === 'light' ? 1 : 2]
  if (found === undefined) throw new Error(`${name} is not two colours: ${value}`)
  return found
}

const GROUNDS = ['--bg', '--bg-raised', '--bg-sunken']
const MEANINGS = ['--danger', '--warn', '--ok', '--info']
const CODE = [...declared.keys()].filter(
  (name) => name.startsWith('--code-token-') || name === '--code-foreground',
)
const DIFF_GROUNDS = ['--diff-add', '--diff-remove', '--diff-hunk']
const WORD_GROUNDS = ['--diff-add-word', '--diff-remove-word']

const pairs = (texts: readonly string[], grounds: readonly string[]): [string, string][] =>
  texts.flatMap((text) => grounds.map((ground): [string, string] => [text, ground]))

const TEXT_PAIRS: readonly [string, string][] = [
  ...pairs(['--text', '--text-muted', '--accent-text', ...MEANINGS], GROUNDS),
  ...pairs(['--text', '--accent-text'], ['--accent-soft']),
  ...MEANINGS.flatMap((name): [string, string][] => [
    [name, `${name}-soft`],
    ['--text', `${name}-soft`],
    ['--text-muted', `${name}-soft`],
    [name.replace('--', '--on-'), name],
  ]),
  ['--text-muted', '--accent-soft'],
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-hover'],
  ...pairs(CODE, ['--code-background', '--bg-raised', ...DIFF_GROUNDS]),
  ...pairs(['--code-foreground'], WORD_GROUNDS),
  ['--diff-add-text', '--diff-add'],
  ['--diff-remove-text', '--diff-remove'],
  ['--text-muted', '--diff-hunk'],
]

describe('more contrast', () => {
  const tokens = new Map([...declared, ...STRONGER])
  /** WCAG 1.4.6. */
  const STRONG_TEXT = 7

  it('is the same whether the device or the person asks for it', () => {
    expect(declaredIn(css.slice(ASKED, CHOSEN))).toEqual([...STRONGER])
    expect(STRONGER.size).toBeGreaterThan(0)
  })

  const strong = pairs(['--text', '--text-muted'], GROUNDS)
  it.each(THEMES.flatMap((theme) => strong.map((pair) => [theme, ...pair] as const)))(
    '%s: %s on %s can be read by more people',
    (theme, text, ground) => {
      const of = (name: string): string => colour(name, theme, tokens)
      expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(STRONG_TEXT)
    },
  )

  it.each(THEMES.flatMap((theme) => GROUNDS.map((ground) => [theme, ground] as const)))(
    '%s: every line can be seen on %s',
    (theme, ground) => {
      const of = (name: string): string => colour(name, theme, tokens)
      expect(contrast(of('--line'), of(ground))).toBeGreaterThanOrEqual(SHAPE)
    },
  )
})

describe.each(THEMES)('%s', (theme) => {
  it.each(TEXT_PAIRS)('%s on %s can be read', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(TEXT)
  })

  it.each(pairs(['--line-strong', '--ring', '--accent', ...MEANINGS], GROUNDS))(
    '%s is seen on %s',
    (shape, ground) => {
      expect(contrast(colour(shape, theme), colour(ground, theme))).toBeGreaterThanOrEqual(SHAPE)
    },
  )
})

it('knows the contrast of black and white', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

it('declares every value that a style of the app asks for', () => {
  const app = new URL('../', import.meta.url)
  const sheets = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.css'),
  )
  const texts = sheets.map((name) => [name, readFileSync(new URL(name, app), 'utf8')] as const)
  // A component may hand a value of its own to those inside of it.
  const own = new Set(
    texts.flatMap(([, text]) => [...text.matchAll(/(--[a-z0-9-]+):/g)].map(([, token]) => token)),
  )
  const missing = texts.flatMap(([name, text]) =>
    [...text.matchAll(/var\((--[a-z0-9-]+)\)/g)]
      .filter(([, token]) => !own.has(token))
      .map(([, token]) => `${name}: ${token}`),
  )
  expect(sheets.length).toBeGreaterThan(10)
  expect(missing).toEqual([])
})
