import { describe, expect, it, vi } from 'vitest'
import { TEXT_LIMITS } from '../limits.ts'
import { listenForCode } from './actions.ts'
import { createCodeBlock } from './code-block.ts'
import { highlightLater } from './highlight-later.ts'

const block = (info: string, ...texts: string[]) => {
  const made = createCodeBlock(info)
  for (const text of texts) made.append(text)
  return made
}
const shown = (made: ReturnType<typeof createCodeBlock>) => made.element.querySelector('code')?.textContent
const signal = new AbortController().signal

describe('a block of code', () => {
  it('keeps its text whatever the pieces, in chunks of lines', () => {
    const text = Array.from({ length: 120 }, (_, n) => `line ${n}`).join('\n')
    const made = block('ts', ...(text.match(/[\s\S]{1,7}/g) ?? []))
    expect(made.text()).toBe(text)
    expect(shown(made)).toBe(text)
    expect(made.chunks().length).toBe(3)
  })

  it('says its language and scrolls by keyboard', () => {
    const pre = block('TS title="x"', 'a').element.querySelector('pre')
    expect(pre?.getAttribute('aria-label')).toBe('Code, ts')
    expect(pre?.tabIndex).toBe(0)
  })

  it('copies what it shows: what hides is an escape on the clipboard too, and it says so', async () => {
    const written: string[] = []
    vi.stubGlobal('navigator', {
      clipboard: { writeText: (text: string) => Promise.resolve(written.push(text)) },
    })
    const root = document.createElement('div')
    listenForCode(root)
    const made = block('sh', 'rm \u202ex\u001b[201~\n\u3000y')
    root.append(made.element)
    expect(made.element.textContent).toContain('Hidden characters are shown as escapes.')
    const button = [...root.querySelectorAll('button')].find(({ textContent }) => textContent === 'Copy')
    button?.click()
    await vi.waitFor(() => expect(button?.textContent).toBe('Copied'))
    expect(written).toEqual(['rm \\u{202e}x\\u{1b}[201~\n\u3000y'])
    vi.unstubAllGlobals()
  })

  it('wraps its lines when asked', () => {
    const root = document.createElement('div')
    listenForCode(root)
    root.append(block('sh', 'x').element)
    const button = [...root.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Wrap lines',
    )
    button?.click()
    expect(button?.getAttribute('aria-pressed')).toBe('true')
  })
})

describe('colours', () => {
  it('come later and leave the text as it was', async () => {
    const text = `const a = \`x\n${'y\n'.repeat(70)}\`\n// \u202edone <b>\nif (a) {}`
    const made = block('ts', text)
    const before = shown(made)
    highlightLater(made, signal)
    expect(shown(made)).toBe(before)
    await vi.waitFor(
      () => expect(made.chunks()[1]?.querySelectorAll('span').length).toBeGreaterThan(2),
      10_000,
    )
    expect(shown(made)).toBe(before)
    const roles = [...made.element.querySelectorAll('code span span')].map((span) => [
      span.textContent,
      span.className,
    ])
    expect(roles.some(([content, name]) => content === 'const' && /keyword/.test(name ?? ''))).toBe(true)
    // The template string goes on over the border of two chunks.
    expect(made.chunks()[1]?.querySelector('span')?.className).toMatch(/string/)
  })

  it.each([
    ['an unknown language', 'brainfog', 'x'],
    ['no language', '', 'const a'],
    ['a name of the language’s own', '__proto__', 'x'],
    ['too much code', 'ts', 'const a = 1\n'.repeat(TEXT_LIMITS.highlightChars.value / 10)],
  ])('do not come for %s', async (_, info, text) => {
    const idle = vi.fn()
    vi.stubGlobal('requestIdleCallback', idle)
    highlightLater(block(info, text), signal)
    await Promise.resolve()
    expect(idle).not.toHaveBeenCalled()
    vi.unstubAllGlobals()
  })
})
