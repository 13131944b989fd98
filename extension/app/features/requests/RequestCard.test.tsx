import type { RequestView } from '@hearth/shared/link'
import { HearthError, WIRE_LIMITS, type WireError } from '@hearth/shared/protocol'
import type { RequestAction } from '@hearth/shared/session'
import { fireEvent, screen } from '@solidjs/testing-library'
import { Show } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { aCommand, aDevice, aRequest, someFacts } from '../../testing/build.ts'
import type { FakeHostOptions } from '../../testing/fake-host.ts'
import { type FakeSurroundings, fakeSurroundings } from './fake-surroundings.ts'
import { HOSTILE } from './hostile.testdata.ts'
import { RequestCard } from './RequestCard.tsx'
import { Spoken } from './Spoken.tsx'
import { aloud, type Stage, stage } from './testing.tsx'
import { cannot, hold, STANDING, slow, unsure } from './words.ts'

const card = (request: RequestView, options: FakeHostOptions & { around?: FakeSurroundings } = {}): Stage =>
  stage(
    [request],
    (host) => (
      <Show when={host.requests().get(request.id)}>
        {(view) => (
          <>
            <Spoken request={view()} />
            <RequestCard host={host} request={view()} />
          </>
        )}
      </Show>
    ),
    options,
  )
const ofAction = (action: RequestAction): RequestView => aRequest({ facts: { action } })
const button = (name: string): HTMLElement => screen.getByRole('button', { name })
const allow = (): HTMLElement => button('Allow once')
const press = (element: HTMLElement): void => {
  fireEvent.pointerDown(element)
  fireEvent.click(element)
}
const isReady = (element: HTMLElement): boolean => element.getAttribute('aria-disabled') === 'false'

/** A decision whose end the test decides. */
const held = () => {
  let end: (view: RequestView) => void = () => undefined
  const ending = new Promise<RequestView>((resolve) => {
    end = resolve
  })
  return { end, script: { decide: () => ending } }
}

describe('what a card shows', () => {
  it('says who, what, where, how grave and why, in this order', () => {
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
      'workstation',
      'garden',
      'Fix the login form',
      'OpenCode',
      'Run a command',
      'npm test -- login',
      '/home/alice/garden-login',
      '/home/alice/run.sh',
      '42 bytes',
      'CI=1',
      'PAGER removed',
      'Risk 3 of 4',
      'It runs a command that no rule knows',
      'web page',
      'The agent says:',
      'Run the login tests',
      'Allow once',
      'Deny',
      'Deny with a reason',
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
    [{ type: 'edit', files: [{ path: 'a.ts', diff: '+1\n', diffHash: '' }] }, 'Edit 1 file', ['a.ts', '+1']],
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
    card(ofAction({ type: 'edit', files: [{ path: 'a.ts', diff: '', diffHash: '' }] }))
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

  it.each(HOSTILE)('%s is text, and all of it is seen', (_, text, seen) => {
    const { root } = card(everywhere(text))
    expect(root.querySelector('script, img, a, b, iframe, [onerror]')).toBeNull()
    expect(root.querySelector('[aria-label="The exact command"]')?.textContent).toBe(seen)
    expect(root.textContent?.split(seen).length).toBeGreaterThan(8)
    expect(root.textContent).not.toMatch(UNSEEN)
  })

  it('shows each line of a diff, whatever a parser would make of it', () => {
    const diff = '--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b\nleft over\n@@ lies @@\n\\ odd\n+evil()'
    const { root } = card(ofAction({ type: 'edit', files: [{ path: 'x', diff, diffHash: '' }] }))
    for (const line of diff.split('\n')) expect(root.textContent).toContain(line)
  })

  it('holds a command of 48 KiB, whole', () => {
    const command = `echo ${'x'.repeat(47_000)} && rm -rf ~`
    const { root } = card(ofAction(aCommand(command, null)))
    expect(root.querySelector('[aria-label="The exact command"]')?.textContent).toContain(command)
    expect(isReady(allow())).toBe(false)
  })
})

describe('Allow', () => {
  const LONG = Array.from({ length: 60 }, (_, n) => `echo ${n}`).join('\n')

  it('needs everything to have been shown: a folded text first', () => {
    const { around, host } = card(ofAction(aCommand(LONG, null)))
    around.settle()
    expect(screen.getByText(hold.folded)).toBeTruthy()
    for (let n = 0; n < 3; n++) {
      press(allow())
      around.settle()
    }
    expect(host.asked).toEqual([])
    fireEvent.click(button('Show all 60 lines'))
    around.settle()
    press(allow())
    expect(host.askedTo('decide')).toMatchObject([{ choice: 'allow-once' }])
  })

  it('needs the end of each text to have been on the screen', () => {
    const around = fakeSurroundings({ read: false })
    const { host } = card(aRequest({ facts: { envDelta: { CI: '1' } } }), { around })
    around.settle()
    expect(allow().getAttribute('aria-describedby')).toBe(screen.getByText(hold.unread).id)
    press(allow())
    expect(host.asked).toEqual([])
    // Both ends of the command and of the environment.
    expect(around.readAll()).toBe(4)
    around.settle()
    press(allow())
    expect(host.askedTo('decide')).toHaveLength(1)
  })

  it('needs every file of an edit', () => {
    const files = ['a', 'b'].map((path) => ({ path, diff: '+x\n'.repeat(50), diffHash: '' }))
    const { around } = card(ofAction({ type: 'edit', files }))
    around.settle()
    const [first] = screen.getAllByRole('button', { name: /Show all/ })
    if (first) fireEvent.click(first)
    around.settle()
    expect(isReady(allow())).toBe(false)
    fireEvent.click(button('Show all 51 lines'))
    around.settle()
    expect(isReady(allow())).toBe(true)
  })

  it('is nobody’s first focus', () => {
    const { around } = card(aRequest())
    around.settle()
    expect(document.activeElement).toBe(document.body)
  })

  it('is pressed once: a second press reaches nothing', () => {
    const { end, script } = held()
    const { around, host } = card(aRequest(), { script })
    around.settle()
    const one = allow()
    press(one)
    press(one)
    expect(host.askedTo('decide')).toHaveLength(1)
    end(aRequest({ state: 'applied', outcome: 'allowed' }))
  })

  it('starts over when the request is asked anew: folded, unread, unarmed, and it says so', () => {
    const { around, host } = card(aRequest())
    around.settle()
    expect(isReady(allow())).toBe(true)
    host.putRequest(aRequest({ facts: { action: aCommand('rm -rf ~') } }))
    expect(screen.getByText(/has changed since/)).toBeTruthy()
    press(allow())
    expect(host.asked).toEqual([])
    around.settle()
    press(allow())
    expect(host.askedTo('decide')).toHaveLength(1)
  })

  it('stays as it is when the same request is listed again', () => {
    const { around, host } = card(aRequest())
    around.settle()
    host.putRequest(aRequest())
    expect(isReady(allow())).toBe(true)
  })
})

describe('rights', () => {
  const noAllow = (options: FakeHostOptions, words: string, facts = {}) => {
    const { around, host } = card(aRequest({ facts }), options)
    around.settle()
    expect(screen.queryByRole('button', { name: 'Allow once' })).toBeNull()
    expect(screen.getByText(words)).toBeTruthy()
    press(button('Deny'))
    expect(host.askedTo('decide')).toMatchObject([{ choice: 'deny' }])
  }
  it('above its ceiling a device says what it may, and can still deny', () =>
    noAllow({ device: aDevice({ riskMax: 2 }) }, cannot.ceiling(2, 3)))
  it('without the right to decide it says so, and can still deny', () =>
    noAllow({ device: aDevice({ rights: ['read', 'prompt'] }) }, cannot.right))
  it('what was not offered is not there', () => noAllow({}, cannot.notOffered, { offers: [0x10] }))
  it('before the host has told, nothing can be allowed', () => noAllow({ device: null }, cannot.unknown))

  it('without a right to speak to the agent there is no reason to give', () => {
    card(aRequest(), { device: aDevice({ rights: ['read'] }) })
    expect(screen.queryByRole('button', { name: 'Deny with a reason' })).toBeNull()
  })

  it('offers no rule, even if the host does', () => {
    card(aRequest({ facts: { offers: [0x01, 0x02, 0x10] } }))
    expect(screen.queryByRole('button', { name: /always|rule|for session|approve/i })).toBeNull()
  })
})

describe('denying with a reason', () => {
  it('tells the agent what the person wrote, no more than fits', () => {
    const { around, host } = card(aRequest())
    fireEvent.click(button('Deny with a reason'))
    const field = screen.getByRole<HTMLTextAreaElement>('textbox')
    expect(field.maxLength).toBe(WIRE_LIMITS.reasonLength.value)
    around.settle()
    press(button('Deny and tell the agent'))
    expect(host.asked).toEqual([])
    fireEvent.input(field, { target: { value: '  Use the other script\n' } })
    around.settle()
    press(button('Deny and tell the agent'))
    expect(host.askedTo('decide')).toEqual([
      { action: 'decide', request: aRequest().id, choice: 'deny', reason: 'Use the other script' },
    ])
  })
})

describe('what becomes of it', () => {
  const error: WireError = {
    code: 'decision.world_changed',
    kind: 'state',
    origin: 'host',
    message: 'What the request is about has changed',
  }
  const someone = { id: 'b0b', name: 'bob’s \u202ephone' }

  it('sending says that nothing is decided yet, and more when it takes long', async () => {
    const { end, script } = held()
    const { around, host, root } = card(aRequest(), { script })
    around.settle()
    press(allow())
    expect(host.requests().get(aRequest().id)?.state).toBe('sending')
    expect(screen.getByText(STANDING.sending)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Allow|Deny/ })).toBeNull()
    expect(root.textContent).not.toMatch(/Allowed|Denied/)
    around.pass(6_000)
    expect(screen.getByText(slow)).toBeTruthy()
    host.putRequest(aRequest({ state: 'received' }))
    expect(screen.getAllByText(STANDING.received)).toHaveLength(2)
    expect(root.textContent).not.toMatch(/Allowed|Denied/)
    end(aRequest({ state: 'applied', outcome: 'allowed' }))
    await screen.findAllByText(/^Allowed by you, \d\d:\d\d$/)
  })

  it.each([
    ['answered-elsewhere', { outcome: 'allowed', by: someone }, /Allowed on bob’s \\u\{202e\}phone/],
    ['answered-elsewhere', {}, /Answered on another device/],
    ['superseded', { outcome: 'withdrawn' }, /No longer needed/],
    ['applied', { outcome: 'denied' }, /Denied by you/],
  ] as [RequestView['state'], Partial<RequestView>, RegExp][])(
    '%s %o has its words and no buttons',
    (state, over, words) => {
      const { host } = card(aRequest())
      host.putRequest(aRequest({ state, ...over }))
      // On the card, and aloud.
      expect(screen.getAllByText(words)).toHaveLength(2)
      expect(screen.queryByRole('button', { name: /Allow|Deny|again/ })).toBeNull()
    },
  )

  it.each([
    ['expired', {}, 'Ask again', STANDING.expired],
    ['failed', { error }, 'Try again', 'What the request is about has changed.'],
  ] as [RequestView['state'], Partial<RequestView>, string, string][])(
    '%s interrupts, and gives the choices again on demand, armed anew',
    (state, over, again, words) => {
      const { around, host } = card(aRequest())
      around.settle()
      host.putRequest(aRequest({ state, ...over }))
      expect(aloud('assertive').textContent).toContain(words)
      expect(screen.queryByRole('button', { name: 'Allow once' })).toBeNull()
      fireEvent.click(button(again))
      press(allow())
      expect(host.asked).toEqual([])
      around.settle()
      press(allow())
      expect(host.askedTo('decide')).toHaveLength(1)
    },
  )

  it('admits what it can’t know when the connection was lost on the way', () => {
    card(aRequest({ state: 'failed', error: { code: 'link.lost', message: 'The connection ended' } }))
    expect(screen.getByText(unsure)).toBeTruthy()
    expect(screen.getByText('link.lost')).toBeTruthy()
  })

  it('says what stood in the way before anything was sent, and can be tried again', async () => {
    const { around, host } = card(aRequest(), {
      script: {
        decide: () => {
          throw new HearthError('request.deciding')
        },
      },
    })
    around.settle()
    press(allow())
    await screen.findByText(/Another decision on this request/)
    expect(host.askedTo('decide')).toHaveLength(1)
  })

  it('says that nothing can be sent while the host is away', () => {
    const { host } = card(aRequest())
    host.setStatus({ connection: 'offline' })
    expect(screen.getByText(/Not connected to the host/)).toBeTruthy()
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
      content: { kind: 'permission', facts: someFacts({ agent: 'mallory' }), bytes: new Uint8Array(1) },
    }),
  )
  expect(screen.getByText('mallory')).toBeTruthy()
})
