import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import type { NoticePermission } from '../../state/notifier.ts'
import { HOST } from '../../testing/build.ts'
import { fakeHost } from '../../testing/fake-host.ts'
import { fakeNotifier, fakeServices } from '../../testing/fake-services.ts'
import NotificationsScreen from './NotificationsScreen.tsx'

const show = (first: { on?: boolean; permission?: NoticePermission } = {}) => {
  const host = fakeHost({ name: 'desk' })
  const notifier = fakeNotifier(first)
  render(() => (
    <ServicesContext.Provider value={fakeServices({ hosts: [host], notifier })}>
      <NotificationsScreen />
    </ServicesContext.Provider>
  ))
  return { host, notifier }
}
const switched = (name: string): HTMLElement => screen.getByRole('switch', { name })
const flip = (name: string): void => void fireEvent.click(switched(name))

describe('notifications', () => {
  it('asks the browser within the press, and shows what follows', async () => {
    const { notifier } = show()
    expect(screen.queryByRole('switch', { name: 'Requests that wait for me' })).toBeNull()
    flip('Notifications on this device')
    expect(notifier.told).toEqual(['on'])
    expect(await screen.findByRole('switch', { name: 'Requests that wait for me' })).toBeTruthy()
  })

  it('stays off when the person says no, and says what to do', async () => {
    const { notifier } = show({ permission: 'denied' })
    expect(switched('Notifications on this device')).toHaveProperty('disabled', true)
    expect(screen.getByText('This browser blocks notifications of Hearth')).toBeTruthy()
    notifier.setPermission('home-screen')
    expect(screen.getByText('First put Hearth on the Home Screen')).toBeTruthy()
    notifier.setPermission('unsupported')
    expect(screen.getByText('This browser has no notifications for pages')).toBeTruthy()
  })

  it('tells what is wished for whole, quiet hours with the zone of this device', () => {
    const { notifier } = show({ on: true, permission: 'granted' })
    flip('Turns that have ended')
    flip('Quiet hours')
    fireEvent.input(screen.getByLabelText('From'), { target: { value: '23:30' } })
    fireEvent.input(screen.getByLabelText('To'), { target: { value: '' } })
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
    expect(notifier.wishes()).toEqual({
      requests: true,
      turns: true,
      quiet: { from: 1_410, to: 420, zone },
    })
    flip('Quiet hours')
    expect(notifier.wishes().quiet).toBeNull()
  })

  it('shows the round trip of a test, and why one failed', async () => {
    const { notifier } = show({ on: true, permission: 'granted' })
    const row = within(screen.getByRole('listitem'))
    fireEvent.click(row.getByRole('button', { name: 'Send a test from desk' }))
    expect(await row.findByText('There and back in 412 ms')).toBeTruthy()
    notifier.onTest = () => Promise.reject(new HearthError('push.gone'))
    fireEvent.click(row.getByRole('button', { name: 'Send a test from desk' }))
    expect(await row.findByText('The push service no longer knows this device.')).toBeTruthy()
    notifier.onTest = () => Promise.reject(new HearthError('link.timeout'))
    fireEvent.click(row.getByRole('button', { name: 'Send a test from desk' }))
    expect(await row.findByText(/^It has not come within 30 s/)).toBeTruthy()
  })

  it.each([
    [{ state: 'push' }, 'Wakes this device', true],
    [{ state: 'link', why: null }, 'While this browser runs', true],
    [{ state: 'link', why: 'no-service' }, /reached no push service/, true],
    [{ state: 'waits' }, 'Being arranged', false],
    [{ state: 'failed', why: 'denied' }, 'The browser did not allow it.', false],
    [{ state: 'failed', why: { code: 'host.store', message: 'No\u202e' } }, 'No\\u{202e}.', false],
  ] as const)('says of a host that is reached by %j how that stands', (reach, text, canTest) => {
    const { notifier } = show({ on: true, permission: 'granted' })
    notifier.setReach(HOST, reach)
    expect(screen.getByText(text)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Send a test/ }) !== null).toBe(canTest)
  })

  it('tests nothing while the host is away', () => {
    const { host, notifier } = show({ on: true, permission: 'granted' })
    host.setStatus({ connection: 'waiting' })
    notifier.setReach(HOST, { state: 'waits' })
    expect(screen.getByText('It is arranged as soon as the host is connected.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Send a test/ })).toBeNull()
  })

  it('is switched off', () => {
    const { notifier } = show({ on: true, permission: 'granted' })
    flip('Notifications on this device')
    expect(notifier.told).toEqual(['off'])
    expect(notifier.on()).toBe(false)
  })
})
