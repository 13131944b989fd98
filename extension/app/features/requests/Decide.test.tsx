import type { RequestView } from '@hearth/shared/link'
import { WIRE_LIMITS } from '@hearth/shared/protocol'
import type { RequestAction } from '@hearth/shared/session'
import { deferred } from '@hearth/shared/testing'
import { fireEvent, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aCommand, aDevice, aRequest } from '../../testing/build.ts'
import type { FakeHostOptions } from '../../testing/fake-host.ts'
import { reasonMemory } from './DenyReason.tsx'
import { fakeSurroundings } from './fake-surroundings.ts'
import { allow, button, card, choose, isReady, moreChoices, press } from './testing.tsx'
import { cannot, hold } from './words.ts'

const ofAction = (action: RequestAction): RequestView => aRequest({ facts: { action } })

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

  it('leads to what was not shown yet', () => {
    const { around, host } = card(ofAction(aCommand(LONG, null)))
    button('Go on').focus()
    fireEvent.click(button('Go on'))
    expect(screen.queryByRole('button', { name: /Show all/ })).toBeNull()
    expect(document.activeElement?.contains(screen.getByText('echo 1'))).toBe(true)
    expect(screen.queryByRole('button', { name: 'Go on' })).toBeNull()
    around.settle()
    press(allow())
    expect(host.askedTo('decide')).toHaveLength(1)
  })

  it('needs the end of each text to have been on the screen', () => {
    const around = fakeSurroundings({ read: false })
    const { host } = card(aRequest({ facts: { envDelta: { CI: '1' } } }), { around })
    around.settle()
    expect(allow().getAttribute('aria-describedby')).toBe(screen.getByText(hold.unread).id)
    press(allow())
    expect(host.asked).toEqual([])
    // Both ends of the command, of the environment, and of where and how grave.
    expect(around.readAll()).toBe(6)
    around.settle()
    press(allow())
    expect(host.askedTo('decide')).toHaveLength(1)
  })

  it('needs every file of an edit', () => {
    const files = ['a', 'b'].map((path) => ({ path, diff: '+x\n'.repeat(50), diffHash: '', before: null }))
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
    const decision = deferred<RequestView>()
    const { around, host } = card(aRequest(), { script: { decide: () => decision.promise } })
    around.settle()
    const one = allow()
    press(one)
    press(one)
    expect(host.askedTo('decide')).toHaveLength(1)
    decision.resolve(aRequest({ state: 'applied', outcome: 'allowed' }))
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
    expect(screen.queryByRole('button', { name: 'More choices' })).toBeNull()
  })
})

describe('denying with a reason', () => {
  it('tells the agent what the person wrote, no more than fits', () => {
    const { around, host } = card(aRequest())
    choose(/^Deny with a reason/)
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

  it('keeps what was begun when the sheet is closed, until the request is over', () => {
    const { host } = card(aRequest())
    choose(/^Deny with a reason/)
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Not in CI' } })
    fireEvent.click(button('Close'))
    expect(screen.queryByRole('textbox')).toBeNull()
    choose(/^Deny with a reason/)
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Not in CI')
    host.putRequest(aRequest({ state: 'applied', outcome: 'denied' }))
    expect(reasonMemory.read(host.id, aRequest().id)).toBeNull()
  })
})

describe('what is grave', () => {
  it('has to be held, and shows a code that the host shows too', () => {
    const { around, host } = card(aRequest())
    expect(screen.getByText('7K3M')).toBeTruthy()
    around.settle()
    fireEvent.pointerDown(allow())
    fireEvent.click(allow())
    expect(host.asked).toEqual([])
  })

  it('what is not is pressed once, without a code', () => {
    const { around, host } = card(aRequest({ facts: { risk: 2 } }))
    expect(screen.queryByText('7K3M')).toBeNull()
    around.settle()
    fireEvent.pointerDown(allow())
    fireEvent.click(allow())
    expect(host.askedTo('decide')).toHaveLength(1)
  })
})

describe('deny and stop', () => {
  it('stops the turn as well', () => {
    const { host } = card(aRequest())
    choose(/^Deny and stop/)
    expect(host.askedTo('decide')).toMatchObject([{ choice: 'deny', stop: true }])
  })
  it('takes a right to speak to the agent', () => {
    card(aRequest(), { device: aDevice({ rights: ['read'] }) })
    expect(moreChoices()).toEqual([])
    expect(button('Deny')).toBeTruthy()
  })
})

describe('the order of the choices', () => {
  it('never changes', () => {
    const suggestions = [{ type: 'command' as const, words: ['npm', 'test'], rest: 'nothing' as const }]
    const facts = { offers: [0x01, 0x02, 0x10] as const, suggestions }
    card(aRequest({ facts: { ...facts, offers: [...facts.offers] } }))
    const row = screen.getAllByRole('button').map((one) => one.getAttribute('aria-label') ?? one.textContent)
    expect(row.filter((name) => /Deny|More|Allow/.test(name ?? ''))).toEqual([
      'Deny',
      'More choices',
      expect.stringMatching(/^Allow once/),
    ])
    expect(moreChoices().map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Allow by a rule…/),
      expect.stringMatching(/^Deny with a reason…/),
      expect.stringMatching(/^Deny and stop/),
    ])
  })

  it('a rule is not to be had before all was read, as little as Allow itself', () => {
    const suggestions = [{ type: 'command' as const, words: ['npm', 'test'], rest: 'nothing' as const }]
    const around = fakeSurroundings({ read: false })
    card(aRequest({ facts: { offers: [0x01, 0x02, 0x10], suggestions } }), { around })
    choose(/^Allow by a rule/)
    expect(screen.queryByRole('dialog')).toBeNull()
    around.readAll()
    expect(moreChoices()[0]?.getAttribute('aria-disabled')).toBeNull()
  })
})

describe('while the host is held back', () => {
  const noAllow = (guard: FakeHostOptions['guard']) => {
    const of = card(aRequest(), { guard: guard ?? {} })
    of.around.settle()
    expect(screen.queryByRole('button', { name: /Allow/ })).toBeNull()
    return of
  }
  it('by a pause, nothing can be allowed, and denying works', () => {
    const { host } = noAllow({ paused: { at: 1, by: null, why: 'person' } })
    expect(screen.getByText(/The host is paused/)).toBeTruthy()
    host.setGuard({ paused: null })
    expect(allow()).toBeTruthy()
    host.setGuard({ paused: { at: 1, by: null, why: 'panic' } })
    press(button('Deny'))
    expect(host.askedTo('decide')).toHaveLength(1)
  })
  it('and this device shut out, it can decide nothing', () => {
    noAllow({ shutOut: true })
    expect(screen.getByText(/shut out/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Deny/ })).toBeNull()
  })
})

describe('one above this device’s ceiling', () => {
  const withKeys = (known: string[]): FakeHostOptions => ({
    device: aDevice({ riskMax: 2 }),
    script: {
      call: (name) =>
        name === 'passkey-begin' ? { challenge: new Uint8Array(32), open: false, known } : undefined,
    },
  })
  beforeEach(() => {
    vi.stubGlobal('PublicKeyCredential', class {})
    Object.defineProperty(navigator, 'credentials', { value: {}, configurable: true })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    Reflect.deleteProperty(navigator, 'credentials')
  })

  it('is allowed with a passkey where there is one, by one press', async () => {
    const { around, host } = card(aRequest(), withKeys(['a2V5']))
    const allowing = await screen.findByRole('button', { name: 'Allow with passkey' })
    expect(screen.queryByRole('button', { name: 'Allow once' })).toBeNull()
    around.settle()
    fireEvent.pointerDown(allowing)
    fireEvent.click(allowing)
    expect(host.askedTo('decide')).toMatchObject([{ choice: 'allow-once', confirm: expect.any(Function) }])
  })

  it('says which device can where there is none, and that this one could', async () => {
    card(aRequest(), withKeys([]))
    expect(await screen.findByText(cannot.yet(2, 3))).toBeTruthy()
  })

  it('looks again after a try that failed: the owner has removed it', async () => {
    const known = ['a2V5']
    const { host } = card(aRequest(), withKeys(known))
    await screen.findByRole('button', { name: 'Allow with passkey' })
    known.pop()
    const error = { code: 'decision.rights', message: 'This device may not decide that' }
    host.putRequest(aRequest({ state: 'failed', error }))
    await vi.waitFor(() => expect(host.askedTo('call')).toHaveLength(2))
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(cannot.yet(2, 3))).toBeTruthy()
  })

  it('two above, no passkey reaches it, and none is looked for', () => {
    const { host } = card(aRequest({ facts: { risk: 4 } }), withKeys(['a2V5']))
    expect(screen.getByText(cannot.ceiling(2, 4))).toBeTruthy()
    expect(host.askedTo('call')).toEqual([])
  })

  it('nor is a rule made with one', async () => {
    const suggestions = [{ type: 'command' as const, words: ['npm'], rest: 'nothing' as const }]
    card(aRequest({ facts: { offers: [0x01, 0x02, 0x10], suggestions } }), withKeys(['a2V5']))
    await screen.findByRole('button', { name: 'Allow with passkey' })
    expect(
      moreChoices()
        .map((one) => one.textContent)
        .join(),
    ).not.toMatch(/rule/)
  })
})
