import { isLoopback } from '../auth/origins.ts'

/** The push services of the browsers: Chrome and its kin, Firefox, Edge, Safari. */
export const PUSH_SERVICES: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
  'web.push.apple.com',
]

/** To whom this relay passes pushes on. */
export interface PushServices {
  /** The address to post to, and the entry of the list that admits it; undefined where none does. */
  find(endpoint: string): { url: URL; service: string } | undefined
}

type Test = (url: URL) => boolean

const NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/

const overHttps = ({ protocol, port }: URL): boolean => protocol === 'https:' && port === ''

/** What an entry admits; undefined where it is none. */
const testOf = (entry: string): Test | undefined => {
  if (entry.includes('://')) {
    const url = URL.canParse(entry) ? new URL(entry) : undefined
    const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(entry))
    return url && secure && url.origin === entry ? ({ origin }) => origin === entry : undefined
  }
  const name = entry.replace(/^\*\./, '')
  if (!NAME.test(name)) return undefined
  if (name === entry) return (url) => overHttps(url) && url.hostname === name
  return (url) => overHttps(url) && NAME.test(url.hostname) && url.hostname.endsWith(`.${name}`)
}

/** Is this an entry of the list: a name, `*.` and a name, or an origin (http only on this machine)? */
export const isPushService = (entry: string): boolean => testOf(entry) !== undefined

/**
 * Reads a list of push services: exact names and `*.` suffixes, over https at its own port only; or whole origins. An
 * address is compared as the browser’s own parser reads it, and must be written in just that way: user names, other
 * ports, trailing dots, numbers for addresses and everything else that only looks alike fit no entry.
 */
export const pushServices = (entries: readonly string[]): PushServices => {
  const tests = entries.flatMap((service) => {
    const test = testOf(service)
    return test === undefined ? [] : [{ service, test }]
  })
  return {
    find: (endpoint) => {
      if (!URL.canParse(endpoint)) return undefined
      const url = new URL(endpoint)
      const plain = url.href === endpoint && url.username === '' && url.password === '' && url.hash === ''
      const found = plain ? tests.find(({ test }) => test(url)) : undefined
      return found && { url, service: found.service }
    },
  }
}
