import type { Route } from './router.ts'

const ID = /^[0-9a-f]{32}$/
const isId = (text: string | undefined): text is string => text !== undefined && ID.test(text)

/** A turn's number as it stands in an address. */
const isTurn = (text: string | undefined): text is string => text !== undefined && /^[1-9]\d{0,8}$/.test(text)

/** Screens that are their name and nothing more. */
const PLAIN = ['inbox', 'notifications', 'search', 'settings', 'status'] as const

/** A screen's address behind the `#`. A pairing link is left out: addresses are kept, shared and shown. */
export const addressOf = (route: Route): string => {
  switch (route.screen) {
    case 'home':
      return '/'
    case 'session':
      return `/s/${route.host}/${route.session}${route.turn === undefined ? '' : `/${route.turn}`}`
    case 'request':
      return `/r/${route.host}/${route.request}`
    case 'rules':
    case 'manage':
      return `/${route.screen}/${route.host}`
    case 'new':
      return route.host === null ? '/new' : `/new/${route.host}`
    case 'inbox':
    case 'notifications':
    case 'search':
    case 'settings':
    case 'status':
    case 'pair':
      return `/${route.screen}`
  }
}

/** The screen of an address; home for one that means nothing. */
export const routeOf = (address: string): Route => {
  const [first, host, id, turn, ...more] = address.replace(/^#?\/?/, '').split('/')
  if (more.length > 0) return { screen: 'home' }
  if (first === 's' && isId(host) && isId(id) && isTurn(turn))
    return { screen: 'session', host, session: id, turn: Number(turn) }
  if (turn !== undefined) return { screen: 'home' }
  if (first === 's' && isId(host) && isId(id)) return { screen: 'session', host, session: id }
  if (first === 'r' && isId(host) && isId(id)) return { screen: 'request', host, request: id }
  if (id !== undefined) return { screen: 'home' }
  if (first === 'new' && (host === undefined || isId(host))) return { screen: 'new', host: host ?? null }
  if ((first === 'rules' || first === 'manage') && isId(host)) return { screen: first, host }
  if (host !== undefined) return { screen: 'home' }
  if (first === 'pair') return { screen: 'pair', link: null }
  const plain = PLAIN.find((screen) => screen === first)
  return { screen: plain ?? 'home' }
}

/** Where the web view stands, as far as routing goes. */
export interface Place {
  readonly pathname: string
  readonly hash: string
}

/**
 * The fragment of a pairing link that was opened (`/p#…`), and the path of the app without it; null for any other
 * address. Following it stays a person's choice.
 */
export const openedLink = ({ pathname, hash }: Place): { link: string; path: string } | null =>
  pathname.endsWith('/p') && hash.length > 1 && !hash.startsWith('#/')
    ? { link: hash.slice(1), path: pathname.slice(0, -1) }
    : null
