import type { RequestView } from '@hearth/shared/link'
import { HearthError, type WireError } from '@hearth/shared/protocol'
import { deferred } from '@hearth/shared/testing'
import { fireEvent, screen } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aRequest } from '../../testing/build.ts'
import { allow, aloud, button, card, press } from './testing.tsx'
import { STANDING, slow, unsure } from './words.ts'

describe('what becomes of it', () => {
  const error: WireError = {
    code: 'decision.world_changed',
    kind: 'state',
    origin: 'host',
    message: 'What the request is about has changed',
  }
  const someone = { id: 'b0b', name: 'bob’s \u202ephone' }

  it('sending says that nothing is decided yet, and more when it takes long', async () => {
    const decision = deferred<RequestView>()
    const { around, host, root } = card(aRequest(), { script: { decide: () => decision.promise } })
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
    decision.resolve(aRequest({ state: 'applied', outcome: 'allowed' }))
    await screen.findAllByText(/^Allowed by you, \d\d:\d\d$/)
  })

  it('keeps the focus with the card when its buttons go', () => {
    const { around, root } = card(aRequest(), { script: { decide: () => deferred<RequestView>().promise } })
    around.settle()
    allow().focus()
    press(allow())
    expect(root.querySelector('footer')?.contains(document.activeElement)).toBe(true)
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
