import type { RequestView } from '@hearth/shared/link'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { aCommand, anId, aRequest, aSession, HOST, NOW } from '../../testing/build.ts'
import { fakeHost } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import { InboxCount } from './InboxCount.tsx'
import InboxScreen from './InboxScreen.tsx'

const request = (n: number, over: Partial<RequestView> = {}): RequestView =>
  aRequest({ id: anId(n), facts: { action: aCommand(`echo ${n}`), createdAt: NOW - n }, ...over })

const show = (hosts: readonly HostView[], route?: { screen: 'inbox' }) => {
  const services = fakeServices({ hosts, ...(route ? { route } : {}) })
  render(() => (
    <ServicesContext.Provider value={services}>
      <InboxCount />
      <InboxScreen />
    </ServicesContext.Provider>
  ))
  return services
}

const rows = (): string[] =>
  screen.getAllByRole('listitem').map((item) => within(item).getByRole('button').textContent ?? '')

describe('the inbox', () => {
  it('names session, host and project, and opens the card of a row', () => {
    const host = fakeHost({ name: 'desk', requests: [request(1)], sessions: [aSession()] })
    const { router } = show([host])
    const group = screen.getByRole('region', { name: 'Fix the login form' })
    expect(within(group).getByText('desk')).toBeTruthy()
    expect(within(group).getByText('garden')).toBeTruthy()
    fireEvent.click(within(group).getByRole('button', { name: /echo 1/ }))
    expect(router.visited.at(-1)).toEqual({ screen: 'request', host: HOST, request: anId(1) })
  })

  it('goes from row to row by arrows, over groups', () => {
    const host = fakeHost({ requests: [request(1), request(2), request(3, { session: anId(2) })] })
    show([host])
    const [first, , third] = screen.getAllByRole('listitem').map((item) => within(item).getByRole('button'))
    first?.focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) {
      if (document.activeElement) fireEvent.keyDown(document.activeElement, { key })
    }
    expect(document.activeElement).toBe(third)
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Home' })
    expect(document.activeElement).toBe(first)
  })

  it('loses a row when it was answered, and says when nothing is left', () => {
    const host = fakeHost({ requests: [request(1), request(2)] })
    show([host])
    expect(rows()).toHaveLength(2)
    host.putRequest(request(1, { state: 'answered-elsewhere' }))
    expect(rows()).toHaveLength(1)
    host.putRequest(request(2, { state: 'applied' }))
    expect(screen.getByText('Nothing waits for you')).toBeTruthy()
  })

  it('never says that nothing waits at a host that it does not hear', () => {
    const host = fakeHost({ name: 'shed', status: { connection: 'offline' } })
    show([host])
    expect(screen.getByText('Not connected to shed: what waits there now is not known.')).toBeTruthy()
    expect(screen.queryByText('Nothing waits for you')).toBeNull()
    expect(screen.getByText('Nothing is known to wait')).toBeTruthy()
  })

  it('shows what a session calls itself as text that hides nothing', () => {
    const host = fakeHost({ requests: [request(1)], sessions: [aSession({ title: 'a\u202eb' })] })
    show([host])
    expect(screen.getByRole('region', { name: 'a\\u{202e}b' })).toBeTruthy()
  })
})

describe('the count in the header', () => {
  it('counts what waits at hosts that are heard, and leads to the inbox', () => {
    const host = fakeHost({ requests: [request(1), request(2)] })
    const away = fakeHost({ id: anId(9), requests: [request(1)], status: { connection: 'offline' } })
    const { router } = show([host, away])
    fireEvent.click(screen.getByRole('button', { name: '2 requests wait: open the inbox' }))
    expect(router.route()).toEqual({ screen: 'inbox' })
    expect(screen.queryByRole('button', { name: /open the inbox/ })).toBeNull()
  })

  it('is not there when nothing waits', () => {
    show([fakeHost()])
    expect(screen.queryByRole('button', { name: /open the inbox/ })).toBeNull()
  })
})
