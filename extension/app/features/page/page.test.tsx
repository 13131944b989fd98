import { render, screen } from '@solidjs/testing-library'
import { createRoot, createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { ServicesContext } from '../../services.ts'
import type { Attachment } from '../../state/attachment.ts'
import type { CaptureFailure, Pages } from '../../state/pages.ts'
import { createStackRouter, type Route } from '../../state/router.ts'
import { fakeHost } from '../../testing/fake-host.ts'
import { fakeServices } from '../../testing/fake-services.ts'
import type { Toast } from '../../ui/Toast.tsx'
import { watchArrivals } from './arrivals.ts'
import { BackToPages } from './BackToPages.tsx'
import { citedPages } from './cited.ts'

const PAGE = 'https://docs.example/guide#:~:text=forty%20two'
const resource = (uri: string) => ({ type: 'resource' as const, resource: { uri, text: 'x' } })
const picture = { type: 'image' as const, mimeType: 'image/png' as const, data: 'aGk=' }
const piece: Attachment = {
  kind: 'page',
  id: '1',
  extent: 'selection',
  title: 'Guide',
  url: PAGE,
  markdown: 'x',
  quote: 'x',
}

const fakePages = () => {
  const [waiting, setWaiting] = createSignal<readonly Attachment[]>([])
  const [trouble, setTrouble] = createSignal<CaptureFailure | null>(null)
  const told: string[] = []
  const pages: Pages = {
    waiting,
    take: (id) => void told.push(`take ${id}`),
    trouble,
    settle: () => void setTrouble(null),
    capture: async () => ({ ok: true, attachment: piece }),
    cancel: () => undefined,
    tabs: () => null,
    allowTabs: async () => false,
    show: async ({ url }) => void told.push(`show ${url}`),
    isOff: () => false,
    switchSite: (site, off) => void told.push(`${site} ${off ? 'off' : 'on'}`),
  }
  return { pages, told, setWaiting, setTrouble }
}

describe('pages of a prompt', () => {
  it('are those of the web, each once, by the place in it', () => {
    const content = [
      resource('https://docs.example/guide'),
      { ...picture, uri: 'https://docs.example/guide' },
      resource(PAGE),
      resource('https://other.example/'),
      resource('file:///repo/x'),
      resource('attachment:note'),
      resource('javascript:alert(1)'),
      picture,
      { type: 'text' as const, text: 'https://in.example/' },
    ]
    expect(citedPages(content)).toEqual([
      { url: PAGE, host: 'docs.example' },
      { url: 'https://other.example/', host: 'other.example' },
    ])
  })

  it('are gone back to in their own tab beside a panel', () => {
    const { pages, told } = fakePages()
    render(() => (
      <ServicesContext.Provider value={fakeServices({ pages })}>
        <BackToPages content={[resource(PAGE)]} />
      </ServicesContext.Provider>
    ))
    screen.getByRole('button', { name: 'Back to the page · docs.example' }).click()
    expect(told).toEqual([`show ${PAGE}`])
  })

  it('are opened in a tab of their own from a phone, which learns nothing of ours', () => {
    render(() => (
      <ServicesContext.Provider value={fakeServices({ face: 'web' })}>
        <BackToPages content={[resource(PAGE)]} />
      </ServicesContext.Provider>
    ))
    const link = screen.getByRole('link', { name: 'Open the page · docs.example' })
    expect(link.getAttribute('href')).toBe(PAGE)
    expect(link.getAttribute('rel')).toBe('noopener noreferrer')
  })
})

describe('what was taken from a page', () => {
  const watched = (route: Route, hosts = [fakeHost()]) => {
    const fake = fakePages()
    const router = createStackRouter(route)
    const toasts: Toast[] = []
    const toast = (shown: Toast) => {
      toasts.push(shown)
      return () => undefined
    }
    const end = createRoot((dispose) => {
      watchArrivals({ pages: fake.pages, hub: { hosts: () => hosts }, router, toast })
      return dispose
    })
    return { ...fake, router, toasts, end }
  }

  it.each<Route>([
    { screen: 'session', host: 'a', session: 'b' },
    { screen: 'new', host: null },
  ])('stays where a composer is open ($screen)', (route) => {
    const { setWaiting, router, end } = watched(route)
    setWaiting([piece])
    expect(router.route()).toEqual(route)
    end()
  })

  it('opens a new session from anywhere else, once there is a host', () => {
    const { setWaiting, router, end } = watched({ screen: 'inbox' })
    setWaiting([piece])
    expect(router.route()).toEqual({ screen: 'new', host: null })
    end()
    const alone = watched({ screen: 'pair', link: null }, [])
    alone.setWaiting([piece])
    expect(alone.router.route().screen).toBe('pair')
    alone.end()
  })

  it('says once why it came to nothing, and offers to switch a site on again', () => {
    const { setTrouble, pages, toasts, told, end } = watched({ screen: 'home' })
    setTrouble({ why: 'off', words: 'Off there.', site: 'docs.example' })
    expect(toasts).toMatchObject([{ text: 'Off there.', stays: true }])
    expect(pages.trouble()).toBeNull()
    toasts[0]?.action?.onAction()
    expect(told).toEqual(['docs.example on'])
    end()
  })
})
