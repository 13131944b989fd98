import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { anId, aSession, HOST } from '../../testing/build.ts'
import { fakeHost, type Script } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import SearchScreen from './SearchScreen.tsx'

const hit = (session: number, turn: number, text: string) => ({
  ...{ session: anId(session), turn, block: 2, by: 'agent', at: 1, text, from: 0, to: 5 },
})
const sessions = [
  aSession({ id: anId(1), title: 'The login', updatedAt: 1 }),
  aSession({ id: anId(2), title: 'Something else', updatedAt: 2 }),
]
const finds = (hits: object[], more = false): Script => ({
  call: (name) => (name === 'search' ? { hits, more } : undefined),
})

const show = (hosts: readonly HostView[]) => {
  const services = fakeServices({ hosts, route: { screen: 'search' } })
  const shown = () =>
    render(() => (
      <ServicesContext.Provider value={services}>
        <SearchScreen />
      </ServicesContext.Provider>
    ))
  return { ...services, unmount: shown().unmount, shown }
}
const type = (text: string): void =>
  void fireEvent.input(screen.getByRole('searchbox'), { target: { value: text } })

describe('searching all sessions', () => {
  it('tells hits by session, titles first, and opens one where it is', async () => {
    const host = fakeHost({
      sessions,
      script: finds([hit(2, 9, 'login \u202ethere'), ...[4, 3, 2, 1].map((n) => hit(1, n, 'login here'))]),
    })
    const { router } = show([host])
    type('login')
    expect(await screen.findByText('5 places in 2 sessions')).toBeTruthy()
    expect(screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent)).toEqual([
      'The login',
      'Something else',
    ])
    expect(screen.getByText(/\\u\{202e\}there/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '1 more place' }))
    fireEvent.click(screen.getByRole('button', { name: /turn 1\b/ }))
    expect(router.visited.at(-1)).toEqual({
      ...{ screen: 'session', host: HOST, session: anId(1), turn: 1 },
      found: { block: 2, query: 'login' },
    })
  })

  it('is as it was left on the way back', async () => {
    const { unmount, shown } = show([fakeHost({ sessions, script: finds([hit(1, 1, 'login')]) })])
    type('login')
    await screen.findByText('1 place in 1 session')
    unmount()
    shown()
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('login')
    expect(screen.getByText('1 place in 1 session')).toBeTruthy()
  })

  it('says that nothing was found, that there is more, and which hosts were not searched', async () => {
    const away = fakeHost({ id: anId(9), name: 'attic', status: { connection: 'waiting' } })
    const refusing = fakeHost({
      ...{ id: anId(8), name: 'cellar' },
      script: {
        call: () => {
          throw new HearthError('host.busy')
        },
      },
    })
    show([fakeHost({ sessions, script: finds([], true) }), away, refusing])
    type('nowhere')
    expect(await screen.findByText('Nothing found for “nowhere”')).toBeTruthy()
    expect(screen.getByText('attic is away: its sessions were not searched.')).toBeTruthy()
    expect(screen.getByText(/^cellar did not search: Too many/)).toBeTruthy()
    expect(away.askedTo('call')).toEqual([])
  })

  it('asks for nothing before there are two letters', async () => {
    const host = fakeHost({ sessions })
    show([host])
    type('l')
    expect(screen.getByText('Search what was said')).toBeTruthy()
    type('lo')
    await waitFor(() => expect(host.askedTo('call')).toHaveLength(1))
  })
})
