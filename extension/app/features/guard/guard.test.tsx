import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import type { JSX } from 'solid-js'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { aDevice, anId, DEVICE, HOST } from '../../testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { type FakeServices, fakeServices } from '../../testing/fake-services.ts'
import { ToastRegion } from '../../ui/Toast.tsx'
import { Brakes } from './Brakes.tsx'
import { GuardBanner } from './GuardBanner.tsx'
import { banner, device as deviceWords, panic } from './words.ts'

// They come lazily, and a busy machine takes its time over that.
beforeAll(async () => void (await Promise.all([import('./PanicSheet.tsx'), import('./DeviceSheet.tsx')])))

const SESSION = anId(1)
const stage = (
  draw: (host: FakeHost) => JSX.Element,
  options: FakeHostOptions = {},
): { host: FakeHost; services: FakeServices } => {
  const host = fakeHost(options)
  const services = fakeServices({ hosts: [host] })
  render(() => (
    <ToastRegion>
      <ServicesContext.Provider value={services}>{draw(host)}</ServicesContext.Provider>
    </ToastRegion>
  ))
  return { host, services }
}
const calls = (host: FakeHost) => host.askedTo('call').map(({ name, args }) => ({ name, args }))

describe('the banner of what is held back', () => {
  const show = (guard: FakeHostOptions['guard'], options: FakeHostOptions = {}) =>
    stage((host) => <GuardBanner host={host} session={SESSION} />, { guard: guard ?? {}, ...options })
  const at = Date.now() - 180_000

  it('draws nothing where nothing is', () => {
    show({})
    expect(screen.queryByRole('status')).toBeNull()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it.each([
    ['the owner', { at, by: null, why: 'person' }, 'Paused by the owner at the host'],
    ['this device', { at, by: { id: DEVICE, name: 'x' }, why: 'person' }, 'Paused by this device'],
    [
      'another',
      { at, by: { id: anId(9), name: 'bob’s \u202ephone' }, why: 'person' },
      'Paused by bob’s \\u{202e}phone',
    ],
    ['a panic', { at, by: { id: anId(9), name: 'bob' }, why: 'panic' }, 'Everything was stopped by bob'],
  ] as const)('says that %s paused, since when, and what it means', (_, paused, title) => {
    show({ paused })
    expect(screen.getByText(title)).toBeTruthy()
    expect(screen.getByRole('status').textContent).toContain('3 min ago')
    expect(screen.getByRole('status').textContent).toContain(banner.pausedMeans)
  })

  it('resumes', async () => {
    const { host } = show({ paused: { at, by: null, why: 'person' } })
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }))
    await vi.waitFor(() => expect(screen.queryByRole('status')).toBeNull())
    expect(calls(host)).toEqual([{ name: 'pause', args: { paused: false } }])
  })

  it('says where to resume it when this device may not', () => {
    show({ paused: { at, by: null, why: 'person' } }, { device: aDevice({ rights: ['read'] }) })
    expect(screen.queryByRole('button')).toBeNull()
    expect(screen.getByText(banner.mayNot)).toBeTruthy()
  })

  it.each(['denials', 'requests'] as const)(
    'says why a session is held (%s) and releases it',
    async (why) => {
      const { host } = show({ held: [{ session: SESSION, at, why }] })
      expect(screen.getByRole('status').textContent).toContain(banner.heldWhy[why])
      fireEvent.click(screen.getByRole('button', { name: 'Release' }))
      await vi.waitFor(() => expect(screen.queryByRole('status')).toBeNull())
      expect(calls(host)).toEqual([{ name: 'release', args: { session: SESSION } }])
    },
  )

  it('says nothing of another session’s hold', () => {
    show({ held: [{ session: anId(2), at, why: 'denials' }] })
    expect(screen.queryByRole('status')).toBeNull()
  })

  it('says that this device is shut out, and nothing else', () => {
    show({ shutOut: true, paused: { at, by: null, why: 'panic' } })
    expect(screen.getByRole('alert').textContent).toContain('hearth let-in')
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('says why when the host refuses', async () => {
    show(
      { paused: { at, by: null, why: 'person' } },
      {
        script: {
          call: () => {
            throw new HearthError('host.store')
          },
        },
      },
    )
    fireEvent.click(screen.getByRole('button', { name: 'Resume' }))
    expect(await screen.findByText(/can’t write to its database/)).toBeTruthy()
    expect(screen.getByText('Paused by the owner at the host')).toBeTruthy()
  })
})

describe('the brakes', () => {
  const show = (options: FakeHostOptions = {}) => {
    const onDone = vi.fn()
    return { ...stage((host) => <Brakes host={host} onDone={onDone} />, options), onDone }
  }

  it('pause and resume', async () => {
    const { host } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Pause everything' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Resume' }))
    await screen.findByRole('button', { name: 'Pause everything' })
    expect(calls(host)).toEqual([
      { name: 'pause', args: { paused: true } },
      { name: 'pause', args: { paused: false } },
    ])
  })

  it('stop everything, after saying exactly what that does', async () => {
    const { host } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Stop everything…' }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Stop everything?' }))
    expect(sheet.getAllByRole('listitem').map((item) => item.textContent)).toEqual(panic.does)
    expect(calls(host)).toEqual([])
    fireEvent.click(sheet.getByRole('button', { name: 'Stop everything' }))
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(calls(host)).toEqual([{ name: 'panic', args: {} }])
  })

  it('stop nothing when it is cancelled', async () => {
    const { host } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Stop everything…' }))
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(calls(host)).toEqual([])
  })

  it('can be pulled by any device, though only some may pause', () => {
    show({ device: aDevice({ rights: ['read'] }) })
    expect(screen.queryByRole('button', { name: /Pause/ })).toBeNull()
    expect(screen.getByRole('button', { name: 'Stop everything…' })).toBeTruthy()
  })

  it('lead to the rules', () => {
    const { services, onDone } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Rules' }))
    expect(onDone).toHaveBeenCalled()
    expect(services.router.route()).toEqual({ screen: 'rules', host: HOST })
  })
})

describe('this device', () => {
  const open = async (options: FakeHostOptions = {}) => {
    const { host } = stage((host) => <Brakes host={host} onDone={() => undefined} />, options)
    fireEvent.click(screen.getByRole('button', { name: 'This device…' }))
    return { host, sheet: within(await screen.findByRole('dialog', { name: /^This device/ })) }
  }

  it('lowers its own rights, never raises them', async () => {
    const { host, sheet } = await open({ device: aDevice({ riskMax: 3 }) })
    const box = (name: string) => sheet.getByRole<HTMLInputElement>('checkbox', { name })
    expect(box(deviceWords.names.admin).disabled).toBe(true)
    expect(
      within(sheet.getByRole('combobox'))
        .getAllByRole('option')
        .map((one) => one.textContent),
    ).toEqual(['1', '2', '3'])
    expect(sheet.queryByRole('button', { name: 'Lower its rights' })).toBeNull()
    fireEvent.click(box(deviceWords.names.decide))
    fireEvent.change(sheet.getByRole('combobox'), { target: { value: '2' } })
    expect(sheet.getByText(deviceWords.sure)).toBeTruthy()
    fireEvent.click(sheet.getByRole('button', { name: 'Lower its rights' }))
    expect(await screen.findByText(deviceWords.lowered)).toBeTruthy()
    expect(calls(host)).toContainEqual({
      name: 'limit-self',
      args: { rights: ['read', 'prompt'], riskMax: 2 },
    })
    expect(box(deviceWords.names.decide).disabled).toBe(true)
  })

  it('takes back a choice that was not sent', async () => {
    const { sheet } = await open()
    const decide = sheet.getByRole('checkbox', { name: deviceWords.names.decide })
    fireEvent.click(decide)
    fireEvent.click(decide)
    expect(sheet.queryByRole('button', { name: 'Lower its rights' })).toBeNull()
  })
})
