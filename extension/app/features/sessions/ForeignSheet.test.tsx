import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { beforeEach, describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { anAgent, anId, aProject, aSession, HOST, PROJECT } from '../../testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { type FakeServices, fakeServices } from '../../testing/fake-services.ts'
import { Frame } from '../../ui/Frame.tsx'
import NewSessionScreen from './NewSessionScreen.tsx'

const show = (one: FakeHost): FakeServices => {
  const services = fakeServices({ hosts: [one], route: { screen: 'new', host: one.id } })
  render(() => (
    <ServicesContext.Provider value={services}>
      <Frame>
        <NewSessionScreen />
      </Frame>
    </ServicesContext.Provider>
  ))
  return services
}
const host = (options: FakeHostOptions): FakeHost => fakeHost({ projects: [aProject()], ...options })

beforeEach(() => localStorage.clear())

describe('sessions of the agent’s own program', () => {
  const lines = [
    { id: 'ses_old', title: 'Old talk', updatedAt: 1_000, adopted: null },
    { id: 'ses_new', title: 'New talk', updatedAt: 2_000, adopted: null },
    { id: 'ses_here', title: 'Known talk', updatedAt: 500, adopted: anId(7) },
  ]
  const listing = (sessions: readonly unknown[] = lines) =>
    host({
      sessions: [aSession()],
      script: { call: (name) => (name === 'list-foreign' ? { sessions } : {}) },
    })
  const ask = async (one: FakeHost): Promise<FakeServices> => {
    const services = show(one)
    fireEvent.click(screen.getByRole('button', { name: 'Continue a session made in OpenCode itself' }))
    await waitFor(() => expect(screen.queryByText('Asking OpenCode for its sessions…')).toBeNull())
    return services
  }

  it('are listed, newest first, and taken over', async () => {
    const one = listing()
    const { router } = await ask(one)
    const items = within(screen.getByRole('dialog', { hidden: true })).getAllByRole('listitem', {
      hidden: true,
    })
    expect(items.map((item) => item.textContent?.slice(0, 8))).toEqual(['New talk', 'Old talk', 'Known ta'])
    fireEvent.click(screen.getByRole('button', { name: /^New talk/, hidden: true }))
    await waitFor(() => expect(router.route().screen).toBe('session'))
    const adopted = one.askedTo('call').find(({ name }) => name === 'adopt-session')
    expect(adopted?.args).toMatchObject({ project: PROJECT, agent: 'opencode', foreign: 'ses_new' })
    expect(router.route()).toMatchObject({ session: adopted?.args.session })
  })

  it('are those of the agent that is chosen', async () => {
    const one = listing()
    one.setOverview({ agents: [anAgent(), anAgent({ id: 'codex', label: 'Codex' })] })
    const { router } = show(one)
    fireEvent.click(screen.getByRole('radio', { name: /Codex/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Continue a session made in Codex itself' }))
    fireEvent.click(await screen.findByRole('button', { name: /^New talk/, hidden: true }))
    await waitFor(() => expect(router.route().screen).toBe('session'))
    expect(one.askedTo('call')).toMatchObject([
      { name: 'list-foreign', args: { project: PROJECT, agent: 'codex' } },
      { name: 'adopt-session', args: { project: PROJECT, agent: 'codex', foreign: 'ses_new' } },
    ])
  })

  it('can’t be had from an agent that does not list them, which is said', async () => {
    const one = listing([])
    const can = { resume: true, images: true, list: false, steering: 'interrupts' as const }
    one.setOverview({ agents: [anAgent({ can })] })
    await ask(one)
    expect(screen.getByText('OpenCode can’t list its sessions')).toBeTruthy()
    expect(screen.queryByText('OpenCode has no session in this project')).toBeNull()
  })

  it('open when they are here already', async () => {
    const { router } = await ask(listing())
    fireEvent.click(screen.getByRole('button', { name: /^Known talk/, hidden: true }))
    expect(router.route()).toEqual({ screen: 'session', host: HOST, session: anId(7) })
  })

  it('are those of the last opening, and take nobody along who has closed it', async () => {
    const answers: ((sessions: readonly unknown[]) => void)[] = []
    const one = host({
      sessions: [aSession()],
      script: {
        call: () => new Promise((resolve) => answers.push((sessions) => resolve({ sessions }))),
      },
    })
    const { router } = show(one)
    const openSheet = () =>
      fireEvent.click(screen.getByRole('button', { name: 'Continue a session made in OpenCode itself' }))
    const close = () => fireEvent.click(screen.getByRole('button', { name: 'Close', hidden: true }))
    openSheet()
    await waitFor(() => expect(answers).toHaveLength(1))
    close()
    openSheet()
    await waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.(lines.slice(1, 2))
    const row = await screen.findByRole('button', { name: /^New talk/, hidden: true })
    answers[0]?.(lines.slice(0, 1))
    // Long enough for it to have been drawn.
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve()
    expect(screen.queryByRole('button', { name: /^Old talk/, hidden: true })).toBeNull()
    fireEvent.click(row)
    await waitFor(() => expect(answers).toHaveLength(3))
    close()
    openSheet()
    answers[2]?.([])
    await waitFor(() => expect(answers).toHaveLength(4))
    expect(router.route().screen).toBe('new')
  })

  it('are none', async () => {
    await ask(listing([]))
    expect(screen.getByText('OpenCode has no session in this project')).toBeTruthy()
  })

  it('are the same one when taking over is tried again', async () => {
    const one = listing()
    const { router } = await ask(one)
    const call = one.script.call
    Object.assign(one.script, {
      call: () => {
        throw new HearthError('link.lost')
      },
    })
    fireEvent.click(screen.getByRole('button', { name: /^New talk/, hidden: true }))
    const again = await screen.findByRole('button', { name: 'Try again', hidden: true })
    Object.assign(one.script, { call })
    fireEvent.click(again)
    await waitFor(() => expect(router.route().screen).toBe('session'))
    const [first, second] = one.askedTo('call').filter(({ name }) => name === 'adopt-session')
    expect(second?.args).toEqual(first?.args)
  })

  it('say when the agent could not be asked', async () => {
    const script = {
      call: () => {
        throw new HearthError('agent.not_found')
      },
    }
    await ask(host({ script }))
    expect(screen.getByText('The agent is not installed on workstation.')).toBeTruthy()
  })
})
