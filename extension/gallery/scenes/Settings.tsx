import type { JSX } from 'solid-js'
import ManageScreen from '../../app/features/settings/ManageScreen.tsx'
import SettingsScreen from '../../app/features/settings/SettingsScreen.tsx'
import { lastDays } from '../../app/features/settings/usage-sums.ts'
import { ServicesContext } from '../../app/services.ts'
import { aDevice, anAgent, anId, HOST, PROJECT } from '../../app/testing/build.ts'
import { fakeHost } from '../../app/testing/fake-host.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { ToastRegion } from '../../app/ui/Toast.tsx'

const DAY_MS = 24 * 60 * 60_000

export const SettingsScene = (): JSX.Element => {
  const attic = fakeHost({ id: anId(2), name: 'attic' })
  return (
    <ServicesContext.Provider value={fakeServices({ hosts: [fakeHost(), attic] })}>
      <ToastRegion>
        <SettingsScreen />
      </ToastRegion>
    </ServicesContext.Provider>
  )
}

/** Two devices, three agents and a week of work. */
const asked = (name: string) => {
  const now = Date.now()
  const times = { pairedAt: now, lastSeen: now - 3 * DAY_MS, expiresAt: now + 60 * DAY_MS }
  if (name === 'list-devices') {
    const own = { ...aDevice(), platform: 'extension' as const, live: true, ...times }
    const phone = aDevice({
      id: anId(7),
      name: 'alice’s phone',
      rights: ['read', 'prompt', 'decide'],
      riskMax: 2,
    })
    return { devices: [own, { ...phone, platform: 'web' as const, live: false, ...times }] }
  }
  if (name === 'check-agent') return { starts: true, version: '0.11.2', ms: 1_240, words: '' }
  if (name !== 'read-usage') return undefined
  const rows = lastDays(7, now).map((day, at) => ({
    ...{ day, agent: at % 3 === 0 ? 'codex' : 'opencode', project: PROJECT, turns: at + 1 },
    usage: {
      input: 9_000 * (at + 1),
      output: 2_000 * at,
      cached: 40_000 * (at % 4),
      reasoning: 0,
      cost: 0.11 * at,
    },
  }))
  return { rows }
}

export const ManageScene = (props: { admin: boolean }): JSX.Element => {
  const host = fakeHost({
    device: aDevice({ rights: props.admin ? ['read', 'prompt', 'decide', 'admin'] : ['read', 'prompt'] }),
    agents: [
      anAgent({ running: 1 }),
      anAgent({ id: 'codex', label: 'Codex', version: '0.11.2' }),
      anAgent({
        ...{ id: 'claude', label: 'Claude Code', state: 'error' },
        error: { code: 'agent.sign_in', message: 'Sign in on that machine: claude /login' },
      }),
      anAgent({ id: 'qwen', label: 'Qwen Code', state: 'disabled' }),
    ],
    script: { call: asked },
  })
  return (
    <ServicesContext.Provider value={fakeServices({ hosts: [host] })}>
      <ToastRegion>
        <ManageScreen host={HOST} />
      </ToastRegion>
    </ServicesContext.Provider>
  )
}
