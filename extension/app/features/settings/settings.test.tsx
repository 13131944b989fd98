import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { readLook } from '../../state/appearance.ts'
import { aDevice, anAgent, anId, HOST, NO_USAGE, PROJECT } from '../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import { ToastRegion } from '../../ui/Toast.tsx'
import ManageScreen from './ManageScreen.tsx'
import SettingsScreen from './SettingsScreen.tsx'

afterEach(() => localStorage.clear())

const PHONE = {
  ...aDevice({ id: anId(7), name: 'phone', rights: ['read', 'prompt'], riskMax: 1 }),
  ...{ platform: 'web' as const, live: false, pairedAt: 1, lastSeen: 2, expiresAt: 3 },
}
const SELF = {
  ...aDevice(),
  platform: 'extension' as const,
  live: true,
  pairedAt: 1,
  lastSeen: 2,
  expiresAt: 3,
}

const opened = (options: FakeHostOptions = {}, admin = true) => {
  const device = aDevice({ rights: admin ? ['read', 'prompt', 'admin'] : ['read'] })
  const { call } = options.script ?? {}
  const host = fakeHost({
    device,
    ...options,
    script: {
      ...options.script,
      call: (name, args) => {
        const said = call?.(name, args)
        if (said !== undefined) return said
        if (name === 'list-devices') return { devices: [SELF, PHONE] }
        if (name === 'read-usage') return { rows: [] }
        return undefined
      },
    },
  })
  const services = fakeServices({ hosts: [host] })
  render(() => (
    <ServicesContext.Provider value={services}>
      <ToastRegion>
        <ManageScreen host={HOST} />
      </ToastRegion>
    </ServicesContext.Provider>
  ))
  return host
}
const calls = (host: ReturnType<typeof opened>, name: string) =>
  host.askedTo('call').filter((asked) => asked.name === name)

describe('settings', () => {
  it('change the look at once and for good', () => {
    const services = fakeServices({ hosts: [fakeHost()] })
    render(() => (
      <ServicesContext.Provider value={services}>
        <ToastRegion>
          <SettingsScreen />
        </ToastRegion>
      </ServicesContext.Provider>
    ))
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }))
    fireEvent.click(screen.getByRole('switch', { name: 'More contrast' }))
    expect({ ...document.documentElement.dataset }).toMatchObject({ theme: 'dark', contrast: 'more' })
    expect(readLook()).toEqual({ theme: 'dark', contrast: 'more' })
    fireEvent.click(screen.getByRole('button', { name: /Devices, agents, usage$/ }))
    expect(services.router.route()).toEqual({ screen: 'manage', host: HOST })
  })
})

describe('devices', () => {
  it('are renamed; a name that the host refuses stays in the field', async () => {
    let refuse = true
    const host = opened({
      script: {
        call: (name) => {
          if (name !== 'rename-device' || !refuse) return undefined
          refuse = false
          throw new HearthError('host.device_name', 'There is a device hall already')
        },
      },
    })
    fireEvent.click(await screen.findByRole('button', { name: 'Rename phone' }))
    const sheet = screen.getByRole('dialog', { name: 'Rename phone' })
    fireEvent.input(within(sheet).getByLabelText('Name'), { target: { value: 'hall' } })
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save' }))
    await within(sheet).findByText(/There is a device hall already/)
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(calls(host, 'list-devices')).toHaveLength(2))
    expect(calls(host, 'rename-device').at(-1)?.args).toEqual({ device: PHONE.id, name: 'hall' })
  })

  it('are revoked only after the person has read what that means', async () => {
    const host = opened()
    fireEvent.click(await screen.findByRole('button', { name: 'Revoke phone' }))
    expect(calls(host, 'revoke-device')).toEqual([])
    const sheet = screen.getByRole('dialog', { name: 'Revoke phone' })
    within(sheet).getByText(/cut off at once/)
    fireEvent.click(within(sheet).getByRole('button', { name: 'Revoke' }))
    await waitFor(() => expect(calls(host, 'revoke-device')[0]?.args).toEqual({ device: PHONE.id }))
    await screen.findByText('phone was revoked')
  })

  it('leave others alone without the right to administer', async () => {
    opened({}, false)
    await screen.findByText('phone')
    expect(screen.queryByRole('button', { name: 'Revoke phone' })).toBeNull()
    screen.getByRole('button', { name: `Revoke ${SELF.name}` })
  })

  it('that the host does not tell say why, and are asked for again', async () => {
    let refuse = true
    opened({
      script: {
        call: (name) => {
          if (name === 'list-devices' && refuse)
            throw new HearthError('link.timeout', 'The host did not answer')
          return undefined
        },
      },
    })
    const alert = await screen.findByRole('alert')
    within(alert).getByText(/did not answer/)
    refuse = false
    fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await screen.findByText('phone')
  })
})

describe('agents', () => {
  it('are tried, with what they said when they did not start', async () => {
    opened({
      agents: [anAgent({ id: 'codex', label: 'Codex' })],
      script: {
        call: (name) =>
          name === 'check-agent' ? { starts: false, version: null, ms: 3, words: 'no key\u202e' } : undefined,
      },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Try whether Codex starts' }))
    await screen.findByText('It does not start.')
    screen.getByText('no key\\u{202e}')
  })

  it('are switched off', async () => {
    const host = opened({ agents: [anAgent({ id: 'codex', label: 'Codex' })] })
    fireEvent.click(screen.getByRole('switch', { name: 'Codex may take prompts' }))
    await waitFor(() =>
      expect(calls(host, 'switch-agent')[0]?.args).toEqual({ agent: 'codex', enabled: false }),
    )
  })
})

describe('usage', () => {
  it('is added up, and asked for anew when another time is chosen', async () => {
    const usage = { ...NO_USAGE, input: 1_000, output: 500, cost: 0.25 }
    const row = { day: '2026-11-20', agent: 'opencode', project: PROJECT, turns: 2, usage }
    const host = opened({
      script: {
        call: (name) => (name === 'read-usage' ? { rows: [row, { ...row, agent: 'codex' }] } : undefined),
      },
    })
    await screen.findByText(/4 turns · 3\.0 k tokens · \$0\.50, as the agents report it/)
    fireEvent.click(screen.getByRole('radio', { name: '30 days' }))
    await waitFor(() => expect(calls(host, 'read-usage').at(-1)?.args).toEqual({ days: 30 }))
  })
})
