import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { anId } from '../../testing/build.ts'
import { type FakeHost, fakeHost } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import { StatusLine } from './StatusLine.tsx'

const show = (hosts: readonly FakeHost[], host?: FakeHost) => {
  const services = fakeServices({ hosts })
  render(() => (
    <ServicesContext.Provider value={services}>
      <StatusLine host={host} />
    </ServicesContext.Provider>
  ))
  return services
}

describe('the line', () => {
  it('follows the host', () => {
    const host = fakeHost()
    show([host])
    expect(screen.getByRole('button', { name: 'Connection to workstation: Live · 24 ms' })).toBeTruthy()
    host.setStatus({ connection: 'waiting', host: { state: 'down', latency: null, lastAt: null } })
    expect(screen.getByRole('button', { name: 'Connection to workstation: Host is away' })).toBeTruthy()
  })

  it('counts hosts where there are several, and leads to them', () => {
    const away = fakeHost({ id: anId(2), name: 'attic', status: { connection: 'waiting' } })
    const services = show([fakeHost(), away])
    fireEvent.click(screen.getByRole('button', { name: '1 of 2 hosts live' }))
    expect(services.router.visited.at(-1)).toEqual({ screen: 'status' })
  })
})

describe('the sheet', () => {
  const open = (host: FakeHost) => {
    const services = show([host], host)
    fireEvent.click(screen.getByRole('button', { name: /^Connection to/ }))
    return { services, sheet: within(screen.getByRole('dialog', { name: 'workstation' })) }
  }

  it('probes when it is opened, and tells leg by leg', () => {
    const host = fakeHost()
    const { sheet } = open(host)
    expect(host.askedTo('look')).toHaveLength(1)
    const legs = within(sheet.getByRole('list', { name: 'Connection' })).getAllByRole('listitem')
    expect(legs.map((leg) => leg.textContent)).toEqual([
      expect.stringContaining('This device – relayConnected · 11 ms'),
      expect.stringContaining('Relay – hostConnected · 24 ms'),
      expect.stringContaining('Host – agentOpenCode ready'),
    ])
  })

  it('leads a revoked device to a new pairing', () => {
    const host = fakeHost({ status: { connection: 'revoked', error: new HearthError('link.revoked') } })
    const { services, sheet } = open(host)
    fireEvent.click(sheet.getByRole('button', { name: 'Pair again' }))
    expect(services.router.visited.at(-1)).toEqual({ screen: 'pair', link: null })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('tries at once when asked to', () => {
    const host = fakeHost({ status: { connection: 'offline', error: new HearthError('relay.unreachable') } })
    const { sheet } = open(host)
    fireEvent.click(sheet.getByRole('button', { name: 'Try now' }))
    expect(host.askedTo('look')).toHaveLength(2)
  })

  it('forgets a host only after asking', async () => {
    const { services, sheet } = open(fakeHost())
    const forget = () => fireEvent.click(sheet.getByText('Forget this host'))
    forget()
    fireEvent.click(sheet.getByText('Keep it'))
    expect(services.hub.forgotten).toEqual([])
    forget()
    fireEvent.click(sheet.getByText('Forget it'))
    await Promise.resolve()
    expect(services.hub.forgotten).toHaveLength(1)
  })

  it('says why it could not be forgotten', async () => {
    const { services, sheet } = open(fakeHost())
    services.hub.forget = () => Promise.reject(new HearthError('device.storage'))
    fireEvent.click(sheet.getByText('Forget this host'))
    fireEvent.click(sheet.getByText('Forget it'))
    expect((await sheet.findByRole('alert', { hidden: true })).textContent).toContain('keeps nothing')
  })
})
