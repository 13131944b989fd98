import type { RequestView } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { aCommand, anId, aRequest, HOST, NOW } from '../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import RequestScreen from './RequestScreen.tsx'
import { aloud, stage } from './testing.tsx'

const request = (n: number, over: Partial<RequestView> = {}): RequestView =>
  aRequest({ id: anId(n), facts: { action: aCommand(`echo ${n}`), createdAt: NOW - n }, ...over })

const show = (requests: readonly RequestView[], options: FakeHostOptions = {}, id = anId(1)) => {
  const [which, setWhich] = createSignal(id)
  const parts = stage(requests, () => <RequestScreen host={HOST} request={which()} />, options)
  return { ...parts, setWhich }
}

describe('a request as a screen', () => {
  it('shows its card, and when it is over the next that waits, the session and the way home', () => {
    const { host, services } = show([request(1), request(2), request(3)])
    expect(screen.getByText('echo 1')).toBeTruthy()
    host.putRequest(request(1, { state: 'applied', outcome: 'allowed' }))
    expect(aloud('polite').textContent).toMatch(/^Allowed by you/)
    fireEvent.click(screen.getByRole('button', { name: 'Open the session' }))
    fireEvent.click(screen.getByRole('button', { name: 'Next: 2 more wait' }))
    expect(services.router.visited.slice(1)).toEqual([
      { screen: 'session', host: HOST, session: anId(1) },
      { screen: 'request', host: HOST, request: anId(3) },
    ])
  })

  it('starts unarmed on the next request', () => {
    const { host, around, setWhich } = show([request(1), request(2)])
    around.settle()
    setWhich(anId(2))
    expect(screen.getByText('echo 2')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Allow once' }))
    expect(host.asked).toEqual([])
  })

  it('leads to a request of another host, whatever its id is', () => {
    const { services, host } = show([request(1)])
    const bob = fakeHost({ id: anId(77), requests: [request(1)] })
    services.hub.setHosts([host, bob])
    host.putRequest(request(1, { state: 'applied', outcome: 'allowed' }))
    fireEvent.click(screen.getByRole('button', { name: 'Next: 1 more waits' }))
    expect(services.router.visited.at(-1)).toEqual({ screen: 'request', host: bob.id, request: anId(1) })
  })

  it('says that a request is gone', () => {
    show([request(2)])
    expect(screen.getByRole('heading', { name: 'This request is gone' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Next: 1 more waits' })).toBeTruthy()
  })

  it('looks as long as nothing is known of the host', () => {
    const { host } = show([])
    host.setOverview({ host: null })
    expect(screen.getByText('Looking for the request…')).toBeTruthy()
  })

  it('says of no request that it is gone before the host is heard again, but how things stand', () => {
    const { host } = show([])
    host.setStatus({ connection: 'revoked', error: new HearthError('link.revoked') })
    expect(screen.queryByRole('heading', { name: 'This request is gone' })).toBeNull()
    expect(screen.getByRole('button', { name: /revoked this device/ })).toBeTruthy()
    host.setStatus({ connection: 'live', error: null })
    expect(screen.getByRole('heading', { name: 'This request is gone' })).toBeTruthy()
  })

  it('says that a host is not paired here', () => {
    const { services } = show([])
    services.hub.setHosts([])
    expect(screen.getByRole('heading', { name: 'This host is not paired here' })).toBeTruthy()
  })
})
