import type { RequestView } from '@hearth/shared/link'
import type { RequestAction } from '@hearth/shared/session'
import { screen } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aCommand, aRequest, someFacts } from '../../testing/build.ts'
import { HOSTILE } from './hostile.testdata.ts'
import { allow, card, isReady } from './testing.tsx'

const ofAction = (action: RequestAction): RequestView => aRequest({ facts: { action } })

describe('what a card shows', () => {
  it('says what, who, where, how grave and why, in this order', () => {
    const { root } = card(
      aRequest({
        facts: {
          files: [{ path: '/home/alice/run.sh', sha256: 'ab'.repeat(32), size: 42 }],
          envDelta: { CI: '1', PAGER: null },
          provenance: 'web',
        },
      }),
    )
    const text = root.textContent ?? ''
    const order = [
      'Run a command',
      'Risk 3 of 4',
      'workstation',
      'garden',
      'Fix the login form',
      'OpenCode',
      'npm test -- login',
      '/home/alice/garden-login',
      '/home/alice/run.sh',
      '42 bytes',
      'CI=1',
      'PAGER removed',
      'Can reach beyond the worktree',
      'It runs a command that no rule knows',
      'web page',
      'The agent’s own words, not checked:',
      'Run the login tests',
      'Deny',
      'More',
      'Allow once',
    ]
    let at = -1
    for (const part of order) {
      const next = text.indexOf(part, at + 1)
      expect(next, part).toBeGreaterThan(at)
      at = next
    }
    expect(text).toContain('ab'.repeat(32))
  })

  it('shows how the words are split, and says so when they are not', () => {
    const { root } = card(ofAction(aCommand('echo "a b" ""', ['echo', 'a b', ''])))
    const words = [...root.querySelectorAll('ol li')].map((item) => item.textContent)
    expect(words).toEqual(['echo', 'a b', 'empty'])
  })

  it('says that the shell decides where the words could not be known', () => {
    card(ofAction(aCommand('ls && rm x', null)))
    expect(screen.getByText(/the shell decides/)).toBeTruthy()
  })

  it.each([
    [
      { type: 'edit', files: [{ path: 'a.ts', diff: '+1\n', diffHash: '', before: null }] },
      'Edit 1 file',
      ['a.ts', '+1'],
    ],
    [
      { type: 'access', paths: ['/etc/hosts', '/etc/pass\nwd'] },
      'outside the worktree',
      ['/etc/hosts', '/etc/pass\\u{a}wd'],
    ],
    [{ type: 'fetch', url: 'https://\u0430pple.example/' }, 'Fetch a page', ['https://\u0430pple.example/']],
    [{ type: 'other', detail: 'anything\nat all' }, 'Use a tool', ['anything', 'at all']],
  ] as [RequestAction, string, string[]][])('draws %o', (action, verb, parts) => {
    const { root } = card(ofAction(action))
    expect(screen.getByRole('heading').textContent).toContain(verb)
    for (const part of parts) expect(root.textContent).toContain(part)
  })

  it('says what is missing of an edit rather than showing nothing', () => {
    card(ofAction({ type: 'edit', files: [{ path: 'a.ts', diff: '', diffHash: '', before: null }] }))
    expect(screen.getByText(/given no diff/)).toBeTruthy()
  })
})

/** What has no glyph, or turns its neighbours around. */
const UNSEEN = /[\p{Cc}\p{Cf}]/u

describe('hostile text', () => {
  const everywhere = (text: string): RequestView =>
    aRequest({
      facts: {
        action: aCommand(text, [text]),
        cwd: { path: text, dev: '1', ino: '2' },
        files: [{ path: text, sha256: text, size: 1 }],
        envDelta: { [text]: text },
        reasons: [text],
        agentWords: text,
        tool: { name: text, kind: 'other', call: text },
      },
    })

  it.each(HOSTILE)('%s is text, and all of it is seen (W5, A37)', (_, text, seen) => {
    const { root } = card(everywhere(text))
    expect(root.querySelector('script, img, a, b, iframe, [onerror]')).toBeNull()
    expect(root.querySelector('[aria-label="The exact command"]')?.textContent).toBe(seen)
    expect(root.textContent?.split(seen).length).toBeGreaterThan(8)
    expect(root.textContent).not.toMatch(UNSEEN)
  })

  it('shows each line of a diff, whatever a parser would make of it', () => {
    const diff = '--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b\nleft over\n@@ lies @@\n\\ odd\n+evil()'
    const { root } = card(
      ofAction({ type: 'edit', files: [{ path: 'x', diff, diffHash: '', before: null }] }),
    )
    for (const line of diff.split('\n')) expect(root.textContent).toContain(line)
  })

  it('holds a command of 48 KiB, whole (A36)', () => {
    const command = `echo ${'x'.repeat(47_000)} && rm -rf ~`
    const { root } = card(ofAction(aCommand(command, null)))
    expect(root.querySelector('[aria-label="The exact command"]')?.textContent).toContain(command)
    expect(isReady(allow())).toBe(false)
  })
})

describe('what can’t be read', () => {
  it('says so, says why, and offers nothing', () => {
    card(aRequest({ content: { kind: 'unreadable', why: 'its field \u202eundo is not understood' } }))
    expect(screen.getByText(/can’t be decided here/)).toBeTruthy()
    expect(screen.getByText(/its field \\u\{202e\}undo/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Allow|Deny/ })).toBeNull()
  })
})

it('draws from the bytes’ own agent, not from what else is known', () => {
  card(
    aRequest({
      content: {
        kind: 'permission',
        facts: someFacts({ agent: 'mallory' }),
        bytes: new Uint8Array(1),
        code: '0000',
      },
    }),
  )
  expect(screen.getByText('mallory')).toBeTruthy()
})
