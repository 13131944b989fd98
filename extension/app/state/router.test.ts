import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anId } from '../testing/build.ts'
import { addressOf, openedLink, routeOf } from './address.ts'
import { createHashRouter, type HashRouter } from './hash-router.ts'
import { MAX_BACK } from './limits.ts'
import { createStackRouter, type Route } from './router.ts'

const [host, other] = [anId(1), anId(2)]
const addresses: [string, Route][] = [
  ['/', { screen: 'home' }],
  [`/s/${host}/${other}`, { screen: 'session', host, session: other }],
  [`/r/${host}/${other}`, { screen: 'request', host, request: other }],
  ['/new', { screen: 'new', host: null }],
  [`/new/${host}`, { screen: 'new', host }],
  ['/inbox', { screen: 'inbox' }],
  [`/rules/${host}`, { screen: 'rules', host }],
  ['/notifications', { screen: 'notifications' }],
  ['/settings', { screen: 'settings' }],
  [`/manage/${host}`, { screen: 'manage', host }],
  ['/status', { screen: 'status' }],
  ['/pair', { screen: 'pair', link: null }],
]

describe('addresses', () => {
  it.each(addresses)('%s is a screen, there and back', (address, route) => {
    expect(addressOf(route)).toBe(address)
    expect(routeOf(`#${address}`)).toEqual(route)
  })

  it.each([
    ['nothing', ''],
    ['a screen that is not', '#/elsewhere'],
    ['an id that is none', `#/s/${host}/..%2f`],
    ['half a session', `#/s/${host}`],
    ['too much', `#/s/${host}/${other}/more`],
    ['more than a screen', `#/status/${host}`],
    ['a host that is none', '#/new/workstation'],
    ['upper case', `#/s/${host}/${'AB'.repeat(16)}`],
  ])('%s is home', (_, address) => {
    expect(routeOf(address)).toEqual({ screen: 'home' })
  })

  it('never hold a pairing link', () => {
    expect(addressOf({ screen: 'pair', link: 'secret' })).toBe('/pair')
  })

  it.each([
    ['a link at the root', '/p', '#AbC', { link: 'AbC', path: '/' }],
    ['a link below a path', '/hearth/p', '#AbC', { link: 'AbC', path: '/hearth/' }],
    ['a screen', '/p', '#/status', null],
    ['a link without its secret', '/p', '', null],
    ['an anchor elsewhere', '/', '#AbC', null],
  ])('know %s', (_, pathname, hash, opened) => {
    expect(openedLink({ pathname, hash })).toEqual(opened)
  })
})

describe('the router of the web view', () => {
  let router: HashRouter
  const start = (path: string): HashRouter => {
    history.replaceState(null, '', path)
    router = createHashRouter(window)
    return router
  }
  beforeEach(() => history.replaceState(null, '', '/'))
  afterEach(() => router.close())

  it('begins where the address says', () => {
    expect(start('/#/status').route()).toEqual({ screen: 'status' })
  })

  it('takes an opened pairing link out of the address at once, and only shows it (P19)', () => {
    const { route } = start('/p#c2VjcmV0')
    expect(route()).toEqual({ screen: 'pair', link: 'c2VjcmV0' })
    expect(location.href).not.toContain('c2VjcmV0')
    expect(location.pathname + location.hash).toBe('/#/pair')
    expect(JSON.stringify(history.state)).not.toContain('c2VjcmV0')
  })

  it('writes each screen into the address, and replaces without a step', () => {
    const { go, replace } = start('/')
    const before = history.length
    go({ screen: 'session', host, session: other })
    expect(location.hash).toBe(`#/s/${host}/${other}`)
    replace({ screen: 'status' })
    expect(location.hash).toBe('#/status')
    expect(history.length).toBe(before + 1)
  })

  it('goes back by the browser where there is a step, and home where there is none', () => {
    const { go, back, route } = start('/#/status')
    back()
    expect(route()).toEqual({ screen: 'home' })
    go({ screen: 'status' })
    let steps = 0
    const goBack = history.back
    history.back = () => {
      steps += 1
    }
    back()
    history.back = goBack
    expect(steps).toBe(1)
  })

  it('follows the browser back and forward, and an address typed by hand', () => {
    const { route } = start('/')
    history.pushState({ depth: 1 }, '', `#/new/${host}`)
    window.dispatchEvent(new PopStateEvent('popstate'))
    expect(route()).toEqual({ screen: 'new', host })
  })
})

describe('the router of the panel', () => {
  it('goes back the way it came, then home', () => {
    const router = createStackRouter({ screen: 'status' })
    router.go({ screen: 'new', host: null })
    router.replace({ screen: 'pair', link: null })
    router.back()
    expect(router.route()).toEqual({ screen: 'status' })
    router.back()
    expect(router.route()).toEqual({ screen: 'home' })
  })

  it('forgets the oldest of very many steps', () => {
    const router = createStackRouter({ screen: 'status' })
    for (let i = 0; i < MAX_BACK; i += 1) router.go({ screen: 'new', host })
    for (let i = 0; i < MAX_BACK; i += 1) router.back()
    expect(router.route()).toEqual({ screen: 'home' })
  })
})
