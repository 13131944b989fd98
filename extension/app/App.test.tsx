import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { describe, expect, it, vi } from 'vitest'
import { App } from './App.tsx'
import { ServicesContext } from './services.ts'
import { Broken } from './shell/Broken.tsx'
import { BLOCKED } from './shell/words.ts'
import { aSession } from './testing/build.ts'
import { fakeHost } from './testing/fake-host.ts'
import { type FakeServices, fakeServices } from './testing/fake-services.ts'

const show = (services: FakeServices, props: Parameters<typeof App>[0] = {}) => {
  render(() => (
    <ServicesContext.Provider value={services}>
      <App {...props} />
    </ServicesContext.Provider>
  ))
  return services
}
const paired = () => fakeServices({ hosts: [fakeHost({ sessions: [aSession()] })] })

describe('the app', () => {
  it('begins with pairing when there is no host', async () => {
    const { router } = show(fakeServices())
    expect(router.visited.at(-1)).toEqual({ screen: 'pair', link: null })
    expect(await screen.findByRole('heading', { level: 1, name: /Pair/ })).toBeTruthy()
  })

  it('begins at home when there is one', () => {
    const { router } = show(paired())
    expect(router.visited).toEqual([{ screen: 'home' }])
    expect(screen.getByText('Fix the login form')).toBeTruthy()
  })

  it('shows what is under way while it opens, and no pairing', () => {
    const services = fakeServices()
    services.hub.setState({ state: 'opening' })
    show(services)
    expect(screen.getByText('Opening Hearth')).toBeTruthy()
    expect(services.router.visited).toHaveLength(1)
  })

  it.each(Object.entries(BLOCKED))('says what happened, what works and what to do for %s', (code, words) => {
    const services = paired()
    services.hub.setState({ state: 'blocked', error: new HearthError(code as keyof typeof BLOCKED) })
    show(services)
    expect(screen.getByRole('alert').textContent).toContain(words.what)
    expect(screen.getByText(words.works)).toBeTruthy()
    expect(screen.getByText(words.todo)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  })

  it('goes where the router goes', async () => {
    const { router } = show(paired())
    router.go({ screen: 'status' })
    expect(await screen.findByRole('heading', { name: 'Hosts' })).toBeTruthy()
    router.back()
    expect(await screen.findByText('Fix the login form')).toBeTruthy()
  })

  it('survives a screen that breaks, and leads home', async () => {
    const host = fakeHost({ sessions: [aSession()] })
    let broken = true
    const alarm = (): null => {
      if (broken) throw new Error('a mistake')
      return null
    }
    const services = fakeServices({ hosts: [{ ...host, alarm }], route: { screen: 'status' } })
    show(services)
    expect((await screen.findByRole('alert')).textContent).toContain('sessions go on at the host')
    broken = false
    fireEvent.click(screen.getByRole('button', { name: 'Go to sessions' }))
    expect(services.router.visited.at(-1)).toEqual({ screen: 'home' })
    expect(await screen.findByText('Fix the login form')).toBeTruthy()
  })

  it('shows what is hidden in an error’s text', () => {
    render(() => (
      <ServicesContext.Provider value={paired()}>
        <Broken error={new Error('a mistake\u202e')} onAgain={() => undefined} />
      </ServicesContext.Provider>
    ))
    expect(screen.getByText('a mistake\\u{202e}')).toBeTruthy()
  })

  it('offers an update once it is there', () => {
    const [ready, setReady] = createSignal(false)
    const apply = vi.fn()
    show(paired(), { update: { ready, apply } })
    expect(screen.queryByText(/new version/)).toBeNull()
    setReady(true)
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }))
    expect(apply).toHaveBeenCalledOnce()
  })
})
