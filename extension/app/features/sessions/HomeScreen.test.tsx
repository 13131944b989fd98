import { HearthError } from '@hearth/shared/protocol'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { beforeEach, describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import { anAgent, anId, aProject, aRequest, aSession, HOST } from '../../testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { type FakeServices, fakeServices } from '../../testing/fake-services.ts'
import { Frame } from '../../ui/Frame.tsx'
import HomeScreen from './HomeScreen.tsx'

const OTHER = '00000000000000bb'
const ago = (minutes: number): number => Date.now() - minutes * 60_000
const UP = { state: 'up', latency: 20, lastAt: 1 } as const

const open = (services: FakeServices): FakeServices => {
  render(() => (
    <ServicesContext.Provider value={services}>
      <Frame>
        <HomeScreen />
      </Frame>
    </ServicesContext.Provider>
  ))
  return services
}
const show = (...hosts: FakeHost[]): FakeServices => open(fakeServices({ hosts }))

const host = (options: FakeHostOptions = {}): FakeHost =>
  fakeHost({
    projects: [aProject(), aProject({ id: OTHER, name: 'api' })],
    paired: { pairedAt: ago(1_000) },
    ...options,
  })

const two = (): FakeHost =>
  host({
    sessions: [
      aSession({ id: anId(1), title: 'Login', updatedAt: ago(1) }),
      aSession({ id: anId(2), title: 'Limits', project: OTHER, state: 'running', updatedAt: ago(5) }),
    ],
  })

/** A session's own button: its name begins with the title. */
const row = (title: string): HTMLElement => screen.getByRole('button', { name: new RegExp(`^${title}`) })
const menu = (title: string, item: string): void => {
  const opener = screen.getByRole('button', { name: `More for ${title}` })
  fireEvent.click(opener)
  const list = document.getElementById(opener.getAttribute('aria-controls') ?? '')
  const items = within(list ?? document.body).getAllByRole('menuitem', { hidden: true })
  const wanted = items.find((each) => each.textContent === item)
  if (wanted === undefined) throw new Error(`no ${item} in ${items.map((each) => each.textContent)}`)
  fireEvent.click(wanted)
}

beforeEach(() => localStorage.clear())

describe('the list', () => {
  it('stands by host and project, with a status for each session', () => {
    show(two())
    const section = screen.getByRole('region', { name: 'workstation' })
    expect(within(section).getByRole('button', { name: /^Connection to workstation: Live/ })).toBeTruthy()
    const list = within(section).getByRole('list', { name: 'garden, 1 session' })
    expect(list.textContent).toContain('Login')
    expect(list.textContent).toContain('Done')
    expect(list.textContent).toContain('login · OpenCode')
    expect(row('Limits').textContent).toContain('Working')
  })

  it('opens a session', () => {
    const { router } = show(two())
    fireEvent.click(row('Limits'))
    expect(router.route()).toEqual({ screen: 'session', host: HOST, session: anId(2) })
  })

  it('folds a project and remembers that', () => {
    show(two())
    const head = screen.getByRole('button', { name: /^api/ })
    expect(head.getAttribute('aria-expanded')).toBe('true')
    fireEvent.click(head)
    expect(screen.queryByText('Limits')).toBeNull()
    show(two())
    expect(screen.getAllByRole('button', { name: /^api/ })[1]?.getAttribute('aria-expanded')).toBe('false')
  })

  it('is flat when a person wants it so, and remembers that', () => {
    show(two())
    const opener = screen.getByRole('button', { name: 'More' })
    fireEvent.click(screen.getByRole('menuitemradio', { name: 'Newest first', hidden: true }))
    expect(opener).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^api/, expanded: true })).toBeNull()
    expect(screen.getByRole('list', { name: 'Sessions' }).textContent).toMatch(/Login.*garden.*Limits.*api/)
  })

  it('goes through all rows by arrow keys, with one tab stop', () => {
    show(two())
    const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')]
    expect(stops.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
    stops[0]?.focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown'])
      fireEvent.keyDown(document.activeElement ?? document.body, { key })
    expect(document.activeElement).toBe(row('Limits'))
    expect(row('Limits').tabIndex).toBe(0)
    expect(screen.getByRole('button', { name: 'More for Limits' }).tabIndex).toBe(0)
    expect(screen.getByRole('button', { name: 'More for Login' }).tabIndex).toBe(-1)
    fireEvent.keyDown(row('Limits'), { key: 'Home' })
    expect(document.activeElement).toBe(stops[0])
    fireEvent.keyDown(stops[0] ?? document.body, { key: 'ArrowLeft' })
    expect(stops[0]?.getAttribute('aria-expanded')).toBe('false')
  })

  it('keeps focus on a row that moves or changes', () => {
    const one = two()
    show(one)
    row('Limits').focus()
    const [login, limits] = one.overview().sessions
    if (login === undefined || limits === undefined) throw new Error('two sessions')
    one.setOverview({ sessions: [{ ...limits, state: 'completed', updatedAt: ago(0) }, login] })
    expect(document.activeElement).toBe(row('Limits'))
    expect(row('Limits').textContent).toContain('Done')
  })

  it('stands where it was left when the person comes back', () => {
    const services = show(two())
    row('Limits').focus()
    cleanup()
    open(services)
    expect(document.activeElement).toBe(row('Limits'))
    expect(row('Limits').tabIndex).toBe(0)
  })

  it('draws some of many and more when asked', () => {
    const sessions = Array.from({ length: 120 }, (_, n) => aSession({ id: anId(n), title: `No ${n}.` }))
    show(host({ sessions }))
    expect(document.querySelectorAll('[data-stop^="group/"]')).toHaveLength(20)
    fireEvent.click(screen.getByRole('button', { name: 'Show 50 more' }))
    fireEvent.click(screen.getByRole('button', { name: 'Show 50 more' }))
    expect(document.querySelectorAll('[data-stop^="group/"]')).toHaveLength(120)
  })

  it('shows nothing invisible of a title', () => {
    show(host({ sessions: [aSession({ title: 'a\u202eb' }), aSession({ id: anId(2), title: '' })] }))
    expect(screen.getByText('a\\u{202e}b')).toBeTruthy()
    expect(row('Untitled')).toBeTruthy()
  })
})

describe('searching', () => {
  const many = () =>
    host({ sessions: Array.from({ length: 9 }, (_, n) => aSession({ id: anId(n), title: `Number ${n}` })) })

  it('is offered when there is much to look through', () => {
    show(two())
    expect(screen.queryByRole('searchbox')).toBeNull()
  })

  it('finds, or says that nothing was found', () => {
    show(many())
    const field = screen.getByRole('searchbox', { name: 'Search sessions' })
    fireEvent.input(field, { target: { value: 'number 7' } })
    expect(screen.queryByText('Number 6')).toBeNull()
    expect(row('Number 7')).toBeTruthy()
    fireEvent.input(field, { target: { value: 'zebra' } })
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }))
    expect(row('Number 6')).toBeTruthy()
  })
})

describe('what needs a person', () => {
  it('stands on top over all hosts', () => {
    const laptop = host({
      name: 'laptop',
      sessions: [aSession({ id: anId(1), title: 'Broken', state: 'failed', updatedAt: ago(1) })],
    })
    const server = host({
      id: anId(0x99),
      name: 'server',
      sessions: [aSession({ id: anId(3), title: 'Asking', state: 'waiting' })],
      requests: [aRequest({ id: anId(5), session: anId(3) })],
    })
    show(laptop, server)
    const needs = screen.getByRole('region', { name: /^Needs you/ })
    expect(within(needs).getAllByRole('listitem')).toHaveLength(2)
    expect(within(needs).getByText('Failed')).toBeTruthy()
    expect(within(needs).getByText(/garden · laptop/)).toBeTruthy()
    server.putRequest(aRequest({ id: anId(5), session: anId(3), state: 'applied' }))
    expect(within(needs).getAllByRole('listitem')).toHaveLength(1)
  })

  it('is not there when nothing does', () => {
    show(two())
    expect(screen.queryByRole('region', { name: /^Needs you/ })).toBeNull()
  })

  it('leaves when it is marked as read', () => {
    show(host({ sessions: [aSession({ title: 'Broken', state: 'failed', updatedAt: ago(1) })] }))
    const [opener] = screen.getAllByRole('button', { name: 'More for Broken' })
    if (opener === undefined) throw new Error('no menu')
    fireEvent.click(opener)
    const [read] = screen.getAllByRole('menuitem', { name: 'Mark as read', hidden: true })
    if (read === undefined) throw new Error('no item')
    fireEvent.click(read)
    expect(screen.queryByRole('region', { name: /^Needs you/ })).toBeNull()
    expect(screen.queryByText('Unread')).toBeNull()
  })
})

describe('changing a session', () => {
  it('renames it, with a field that says what is wrong', async () => {
    const one = two()
    show(one)
    menu('Login', 'Rename')
    const field = screen.getByRole('textbox', { name: 'Title', hidden: true })
    expect(field).toHaveProperty('value', 'Login')
    fireEvent.input(field, { target: { value: '  ' } })
    const form = field.closest('form')
    if (form === null) throw new Error('no form')
    fireEvent.submit(form)
    expect(screen.getByText('A title needs at least one letter.')).toBeTruthy()
    fireEvent.input(field, { target: { value: ' Login form ' } })
    fireEvent.submit(form)
    const args = { session: anId(1), title: 'Login form' }
    await waitFor(() =>
      expect(one.askedTo('call')).toEqual([{ action: 'call', name: 'update-session', args }]),
    )
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Title', hidden: true })).toBeNull())
  })

  it('stays open when the host has not taken the title', async () => {
    const refuse = () => {
      throw new HearthError('host.store')
    }
    const one = host({ sessions: [aSession({ title: 'Login' })], script: { call: refuse } })
    show(one)
    menu('Login', 'Rename')
    const field = screen.getByRole('textbox', { name: 'Title', hidden: true })
    fireEvent.input(field, { target: { value: 'Login form' } })
    const form = field.closest('form')
    if (form === null) throw new Error('no form')
    fireEvent.submit(form)
    await waitFor(() => expect(screen.getByText(/can’t write to its database/)).toBeTruthy())
  })

  it('archives it, and takes that back', async () => {
    const one = two()
    show(one)
    menu('Login', 'Archive')
    await waitFor(() => expect(screen.getByText('Archived “Login”')).toBeTruthy())
    const archived = (yes: boolean) => ({
      action: 'call',
      name: 'update-session',
      args: { session: anId(1), archived: yes },
    })
    expect(one.askedTo('call')).toEqual([archived(true)])
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(one.askedTo('call')).toEqual([archived(true), archived(false)]))
  })

  it('leaves focus in the list when a row is gone', () => {
    const one = two()
    show(one)
    screen.getByRole('button', { name: 'More for Login' }).focus()
    one.setOverview({ sessions: one.overview().sessions.filter(({ title }) => title !== 'Login') })
    expect(document.activeElement).toBe(row('Limits'))
  })

  it('shows what is archived when asked, and restores it', async () => {
    const one = host({
      sessions: [aSession({ title: 'Login' }), aSession({ id: anId(2), title: 'Old', archived: true })],
    })
    show(one)
    expect(screen.queryByText('Old')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Archived (1)' }))
    menu('Old', 'Restore')
    await waitFor(() => expect(screen.getByText('Restored “Old”')).toBeTruthy())
  })

  it('says when it could not be done, and offers it again', async () => {
    let refuse = true
    const call = () => {
      if (refuse) throw new HearthError('link.offline')
      return {}
    }
    const one = host({ sessions: [aSession({ title: 'Login' })], script: { call } })
    show(one)
    menu('Login', 'Archive')
    await waitFor(() => expect(screen.getByText(/workstation can’t be reached/)).toBeTruthy())
    refuse = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.getByText('Archived “Login”')).toBeTruthy())
  })
})

describe('where there is nothing yet', () => {
  it('leads to pairing without a host', () => {
    const { router } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Pair a host' }))
    expect(router.route()).toEqual({ screen: 'pair', link: null })
  })

  it('names the command that allows a project', () => {
    show(host({ projects: [] }))
    expect(screen.getByRole('heading', { name: 'workstation has no project yet' })).toBeTruthy()
    expect(screen.getByText('npx hearth projects add <folder>')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'New session' })).toBeNull()
  })

  it('says what a session is', () => {
    const { router } = show(host())
    fireEvent.click(screen.getByRole('button', { name: 'New session' }))
    expect(router.route()).toEqual({ screen: 'new', host: HOST })
  })

  it('says which agent is missing and what to do', () => {
    const error = { code: 'agent.not_found', message: 'Install it with: npm i -g opencode-ai' }
    show(host({ agents: [anAgent({ state: 'missing', error })] }))
    expect(screen.getByText('OpenCode is not installed on workstation')).toBeTruthy()
    expect(screen.getByText('Install it with: npm i -g opencode-ai')).toBeTruthy()
  })

  it('says when a host was never heard of', () => {
    const status = { connection: 'offline', host: { state: 'unknown', latency: null, lastAt: null } } as const
    const one = host({ status })
    one.setOverview({ host: null, projects: [], agents: [], sessions: [] })
    show(one)
    expect(screen.getByRole('heading', { name: 'No word from workstation yet' })).toBeTruthy()
  })
})

describe('a host that is away', () => {
  it('shows the list as of when it was heard last', () => {
    const one = two()
    show(one)
    one.setStatus({ connection: 'waiting', host: { state: 'down', latency: null, lastAt: ago(3) } })
    expect(screen.getByText(/^workstation is away\. This is as of 3 min ago/)).toBeTruthy()
    expect(row('Limits').textContent).toContain('Was working · as of 3 min ago')
    one.setStatus({ connection: 'live', host: UP })
    expect(row('Limits').textContent).toContain('Working')
  })

  it('leads to pairing when it has revoked this device', () => {
    const one = two()
    const { router } = show(one)
    one.setStatus({ connection: 'revoked' })
    fireEvent.click(screen.getByRole('button', { name: 'Pair again' }))
    expect(router.route()).toEqual({ screen: 'pair', link: null })
  })
})
