import type { RequestView } from '@hearth/shared/link'
import { fireEvent, screen } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aCommand, anId, aQuestionRequest, aRequest, HOST, NOW } from '../../testing/build.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { RequestDock } from './RequestDock.tsx'
import { aloud, press, stage } from './testing.tsx'

const SESSION = anId(1)
const request = (n: number, age: number, over: Partial<RequestView> = {}): RequestView =>
  aRequest({
    id: anId(n),
    facts: { action: aCommand(`echo ${n}`), createdAt: NOW - age },
    ...over,
  })
const dock = (...requests: RequestView[]) =>
  stage(requests, (host) => <RequestDock host={host} session={SESSION} />)
/** A press that takes no time. */
const tap = (element: HTMLElement): void => {
  fireEvent.pointerDown(element)
  fireEvent.click(element)
}
const allow = (): HTMLElement => screen.getByRole('button', { name: 'Allow once' })

describe('the dock of a session', () => {
  it('draws nothing when nothing waits here', () => {
    dock(request(1, 10, { session: anId(2) }), request(2, 10, { state: 'superseded' }))
    expect(screen.queryByRole('region')).toBeNull()
    expect(aloud('assertive').textContent).toBe('')
  })

  it('says once, at once, that something waits, with its risk', () => {
    const { host } = dock(request(1, 10))
    const alert = aloud('assertive')
    expect(alert.textContent).toBe(
      'Approval needed: Run a command. Risk 3 of 4: can reach beyond the worktree.',
    )
    const said = alert.firstChild
    host.putRequest(request(1, 10))
    expect(alert.firstChild).toBe(said)
    host.putRequest(aQuestionRequest(undefined, { id: anId(5) }))
    expect(alert.textContent).toContain('question')
  })

  it('shows the card of the oldest, and the others in one line that opens to rows', () => {
    const { root } = dock(request(1, 10), request(2, 30), request(3, 20))
    expect(root.querySelector('article')?.textContent).toContain('echo 2')
    expect(screen.queryByRole('button', { name: /echo/ })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: '2 more wait' }))
    const rows = screen.getAllByRole('button', { name: /echo/ }).map((row) => row.textContent)
    expect(rows[0]).toContain('echo 3')
    expect(rows[1]).toContain('echo 1')
    fireEvent.click(screen.getByRole('button', { name: /echo 1/ }))
    expect(root.querySelector('article')?.textContent).toContain('echo 1')
    expect(screen.getAllByRole('button', { name: 'Allow once' })).toHaveLength(1)
  })

  it('opens the card on the whole screen', () => {
    const { services } = dock(request(1, 10))
    fireEvent.click(screen.getByRole('button', { name: 'Show it on the whole screen' }))
    expect(services.router.route()).toEqual({ screen: 'request', host: HOST, request: anId(1) })
  })

  it('has no button that decides several', () => {
    dock(request(1, 10), request(2, 30))
    expect(screen.queryByRole('button', { name: /all/i })?.textContent).toContain('Allow once')
  })

  it('folds to one line', () => {
    const { root } = dock(request(1, 10), request(2, 30))
    const head = screen.getByRole('button', { name: '2 requests wait for you' })
    fireEvent.click(head)
    expect(root.querySelector('article')).toBeNull()
    expect(head.getAttribute('aria-expanded')).toBe('false')
    fireEvent.click(head)
    expect(root.querySelector('article')).not.toBeNull()
  })

  it('lets a double tap through to nobody: what comes next is not armed', async () => {
    const { host, around } = dock(request(1, 30), request(2, 10))
    around.settle()
    press(allow())
    await screen.findAllByText(/Allowed by you/)
    tap(allow())
    tap(screen.getByRole('button', { name: 'Deny' }))
    expect(host.askedTo('decide')).toEqual([{ action: 'decide', request: anId(1), choice: 'allow-once' }])
    around.settle()
    press(allow())
    expect(host.askedTo('decide')).toHaveLength(2)
  })

  it('shows for a moment what a request came to, and says it', async () => {
    const { host, around } = dock(request(1, 30))
    host.putRequest(
      request(1, 30, {
        state: 'answered-elsewhere',
        outcome: 'denied',
        by: { id: anId(9), name: 'alice’s phone' },
      }),
    )
    expect(aloud('polite').textContent).toContain('Denied on alice’s phone')
    expect(screen.getByRole('region').textContent).toContain('Denied on alice’s phone')
    expect(screen.queryByRole('button')).toBeNull()
    around.pass(REQUEST_CARD_LIMITS.receiptMs.value)
    expect(screen.queryByRole('region')).toBeNull()
  })

  it('does not show what was over before the session was opened', () => {
    const { host } = dock(request(1, 30, { state: 'applied', outcome: 'allowed' }))
    host.putRequest(request(2, 10))
    expect(screen.getByRole('region').textContent).not.toContain('Allowed')
  })
})
