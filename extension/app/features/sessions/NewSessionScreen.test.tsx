import { HearthError } from '@hearth/shared/protocol'
import { deferred } from '@hearth/shared/testing'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { beforeEach, describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { aDevice, anAgent, anId, aProject, HOST, PROJECT } from '../../testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { type FakeServices, fakeServices } from '../../testing/fake-services.ts'
import { Frame } from '../../ui/Frame.tsx'
import NewSessionScreen from './NewSessionScreen.tsx'

const OTHER = '00000000000000bb'

const open = (services: FakeServices): FakeServices => {
  render(() => (
    <ServicesContext.Provider value={services}>
      <Frame>
        <NewSessionScreen />
      </Frame>
    </ServicesContext.Provider>
  ))
  return services
}
const show = (host: FakeHost, drafts: Record<string, string> = {}): FakeServices =>
  open(fakeServices({ hosts: [host], route: { screen: 'new', host: host.id }, drafts }))

const host = (options: FakeHostOptions = {}): FakeHost =>
  fakeHost({ projects: [aProject(), aProject({ id: OTHER, name: 'api' })], ...options })

const prompt = (): HTMLElement => screen.getByRole('textbox', { name: 'What should it do?' })
const type = (text: string): void => void fireEvent.input(prompt(), { target: { value: text } })
const submit = (): void => {
  const form = document.getElementById('new-session')
  if (form === null) throw new Error('no form')
  fireEvent.submit(form)
}
const made = (of: FakeHost) =>
  of.askedTo('call').flatMap(({ name, args }) => (name === 'new-session' ? [args] : []))

beforeEach(() => localStorage.clear())

describe('making a session', () => {
  it('makes it, sends the prompt and goes there', async () => {
    const one = host()
    const { router } = show(one)
    type('Fix the header\nIt is too tall.')
    submit()
    await waitFor(() => expect(router.route().screen).toBe('session'))
    const [args] = made(one)
    const session = args?.session
    expect(session).toMatch(/^[0-9a-f]{32}$/)
    expect(args).toEqual({
      session,
      project: PROJECT,
      agent: 'opencode',
      place: 'worktree',
      title: 'Fix the header',
    })
    expect(one.askedTo('prompt')).toMatchObject([{ session, text: 'Fix the header\nIt is too tall.' }])
    expect(router.route()).toEqual({ screen: 'session', host: HOST, session })
  })

  it('makes one without a prompt: the first that comes names it', async () => {
    const one = host()
    const { router } = show(one)
    fireEvent.click(screen.getByRole('button', { name: 'Make the session' }))
    submit()
    await waitFor(() => expect(router.route().screen).toBe('session'))
    expect(made(one)).toMatchObject([{ title: '' }])
    expect(one.askedTo('prompt')).toEqual([])
  })

  it('is sent by Ctrl and Enter, and by nothing less', async () => {
    const one = host()
    const { router } = show(one)
    type('Go')
    fireEvent.keyDown(prompt(), { key: 'Enter' })
    expect(one.asked).toEqual([])
    fireEvent.keyDown(prompt(), { key: 'Enter', ctrlKey: true })
    await waitFor(() => expect(router.route().screen).toBe('session'))
  })

  it('takes the choices, and remembers them for the host', async () => {
    const one = host()
    show(one)
    fireEvent.change(screen.getByRole('combobox', { name: 'Project' }), { target: { value: OTHER } })
    fireEvent.click(screen.getByRole('radio', { name: /main checkout/ }))
    submit()
    await waitFor(() => expect(made(one)).toMatchObject([{ project: OTHER, place: 'main' }]))
    await waitFor(() => expect(localStorage.getItem('hearth.sessions.prefs')).toContain(OTHER))
    const next = host()
    cleanup()
    show(next)
    expect(screen.getByRole('combobox', { name: 'Project' })).toHaveProperty('value', OTHER)
    expect(screen.getByRole('radio', { name: /main checkout/ })).toHaveProperty('checked', true)
  })

  it('clears the draft once it is sent', async () => {
    const one = host()
    const { drafts, router } = show(one, { [`new:${HOST}`]: 'An older idea' })
    await waitFor(() => expect(prompt()).toHaveProperty('value', 'An older idea'))
    submit()
    await waitFor(() => expect(router.route().screen).toBe('session'))
    expect(await drafts.read(`new:${HOST}`)).toMatchObject({ text: '' })
  })

  it('clears the draft of one who left before it was made, and takes them nowhere', async () => {
    const answer = deferred<object>()
    const one = host({ script: { call: () => answer.promise } })
    const { drafts, router } = show(one)
    type('Go')
    submit()
    await waitFor(() => expect(made(one)).toHaveLength(1))
    cleanup()
    router.replace({ screen: 'status' })
    answer.resolve({})
    await waitFor(() => expect(one.askedTo('prompt')).toHaveLength(1))
    await waitFor(async () => expect(await drafts.read(`new:${HOST}`)).toMatchObject({ text: '' }))
    expect(router.route()).toEqual({ screen: 'status' })
  })
})

describe('agents', () => {
  it('can’t be chosen when missing, and say why', () => {
    const error = { code: 'agent.not_found', message: 'Install it with: npm i -g opencode-ai' }
    const agents = [
      anAgent({ state: 'missing', error }),
      anAgent({ id: 'codex', label: 'Codex', running: 0, version: null }),
      anAgent({ id: 'goose', label: 'goose', state: 'error', error: { code: 'x.y', message: 'no model' } }),
    ]
    show(host({ agents }))
    expect(screen.queryByRole('radio', { name: /OpenCode/ })).toBeNull()
    expect(screen.getByText('1 more that is not ready')).toBeTruthy()
    expect(screen.getByText(/^Not installed/)).toBeTruthy()
    expect(screen.getByText(/^Install it with/)).toBeTruthy()
    expect(screen.getByRole('radio', { name: /Codex/ })).toHaveProperty('checked', true)
    expect(screen.getByText('Ready')).toBeTruthy()
    expect(screen.getByText(/^Did not start the last time.*\. no model$/)).toBeTruthy()
  })

  it('are needed', () => {
    const one = host({ agents: [anAgent({ state: 'missing' })] })
    show(one)
    expect(screen.getByRole('button', { name: 'Make the session' })).toHaveProperty('disabled', true)
    submit()
    expect(one.asked).toEqual([])
  })
})

describe('when it fails', () => {
  const failing = (code: ConstructorParameters<typeof HearthError>[0]) => {
    const script = {
      call: () => {
        throw new HearthError(code)
      },
    }
    return host({ script })
  }

  it.each([
    ['host.project_missing', /folder is no longer there/],
    ['host.project_not_git', /not the top of a git repository/],
    ['host.too_many_sessions', /as many sessions as it can hold/],
    ['host.worktree', /could not make the worktree/],
    ['host.git_missing', /git was not found/],
    ['host.store', /can’t write to its database/],
  ] as const)('%s: says so and keeps what was typed', async (code, what) => {
    const one = failing(code)
    const { drafts, router } = show(one)
    type('Go')
    submit()
    await waitFor(() => expect(screen.getByText(what)).toBeTruthy())
    expect(router.route().screen).toBe('new')
    expect(prompt()).toHaveProperty('value', 'Go')
    expect(await drafts.read(`new:${HOST}`)).toMatchObject({ text: 'Go' })
    expect(one.askedTo('prompt')).toEqual([])
  })

  it('is another session after a clear refusal', async () => {
    const one = failing('host.store')
    const { router } = show(one)
    submit()
    await waitFor(() => expect(screen.getByText(/can’t write/)).toBeTruthy())
    Object.assign(one.script, { call: undefined })
    submit()
    await waitFor(() => expect(router.route().screen).toBe('session'))
    expect(new Set(made(one).map(({ session }) => session)).size).toBe(2)
  })

  it('is the very same session and prompt when the answer was lost', async () => {
    const one = failing('link.lost')
    const { router } = show(one)
    type('Go')
    submit()
    await waitFor(() => expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy())
    expect(screen.getByText(/however often you do, there will be one/)).toBeTruthy()
    expect(prompt().closest('fieldset')).toHaveProperty('disabled', true)
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Try again' }))
    Object.assign(one.script, { call: undefined })
    submit()
    await waitFor(() => expect(router.route().screen).toBe('session'))
    const [first, second] = made(one)
    expect(second).toEqual(first)
  })

  it('stays in doubt while the host is away', async () => {
    const one = failing('link.timeout')
    show(one)
    submit()
    await waitFor(() => expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy())
    one.setStatus({ connection: 'offline' })
    submit()
    await waitFor(() => expect(screen.getByText(/can’t be reached/)).toBeTruthy())
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  })

  it('can be started over', async () => {
    const one = failing('link.lost')
    show(one)
    submit()
    const over = await screen.findByRole('button', { name: 'Change it: make another one' })
    fireEvent.click(over)
    expect(screen.getByRole('button', { name: 'Make the session' })).toBeTruthy()
    expect(prompt().closest('fieldset')).toHaveProperty('disabled', false)
  })

  it('asks nothing of a host that is away', async () => {
    const one = host({ status: { connection: 'waiting' } })
    show(one)
    expect(screen.getByText('workstation is away')).toBeTruthy()
    submit()
    await waitFor(() => expect(screen.getByText(/can’t be reached/)).toBeTruthy())
    expect(made(one)).toEqual([])
    expect(screen.getByRole('button', { name: 'See the connection' })).toBeTruthy()
  })

  it('puts the prompt into the session’s composer when it can’t be kept', async () => {
    const script = {
      prompt: () => {
        throw new HearthError('outbox.full')
      },
    }
    const { drafts, router } = show(host({ script }))
    type('Go')
    submit()
    await waitFor(() => expect(router.route().screen).toBe('session'))
    const route = router.route()
    if (route.screen !== 'session') throw new Error('not there')
    expect(await drafts.read(`${HOST}:${route.session}`)).toMatchObject({ text: 'Go' })
    expect(screen.getByText(/prompt could not be kept/)).toBeTruthy()
  })
})

describe('where it can’t be done', () => {
  it('leads to pairing without a host', () => {
    const { router } = open(fakeServices({ route: { screen: 'new', host: null } }))
    fireEvent.click(screen.getByRole('button', { name: 'Pair a host' }))
    expect(router.route()).toEqual({ screen: 'pair', link: null })
  })

  it('names the command that allows a project', () => {
    show(host({ projects: [] }))
    expect(screen.getByText('npx hearth projects add <folder>')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Make the session' })).toHaveProperty('disabled', true)
  })

  it('says when this device may only read', () => {
    show(host({ device: aDevice({ rights: ['read'] }) }))
    expect(screen.getByText('This device may only read on workstation')).toBeTruthy()
  })

  it('takes the text along to another host', async () => {
    const server = fakeHost({ id: anId(0x99), name: 'server' })
    const services = fakeServices({ hosts: [host(), server], route: { screen: 'new', host: HOST } })
    open(services)
    type('Go')
    fireEvent.change(screen.getByRole('combobox', { name: 'Host' }), { target: { value: server.id } })
    expect(prompt()).toHaveProperty('value', 'Go')
    expect(await services.drafts.read(`new:${server.id}`)).toMatchObject({ text: 'Go' })
    expect(await services.drafts.read(`new:${HOST}`)).toMatchObject({ text: '' })
    submit()
    await waitFor(() => expect(made(server)).toHaveLength(1))
  })
})
