import { START_MS } from './limits.ts'

/** What the service worker works with. */
export interface WorkerParts {
  readonly caches: CacheStorage
  readonly origin: string
  /** Paths of everything that a start needs; `/` is the page itself. */
  readonly shell: readonly string[]
  /** Changes whenever one of those changes. */
  readonly version: string
  fetch(request: Request | string, init?: RequestInit): Promise<Response>
  /** Resolves after `ms`. */
  wait(ms: number): Promise<void>
}

/** The three things that a service worker is asked to do. */
export interface Worker {
  /** Keeps the shell, all of it or nothing. */
  install(): Promise<void>
  /** Forgets the versions before. */
  activate(): Promise<void>
  /** The answer to a request, or null for one that is none of its business. */
  answer(request: Request): Promise<Response> | null
}

const PREFIX = 'hearth-'
const ASSETS = '/assets/'

/**
 * The app without a network: the page comes from the relay when it answers in time and from what is kept otherwise,
 * files whose names carry their hash from what is kept first. Nothing else is ever kept.
 */
export const createWorker = ({ caches, origin, shell, version, fetch, wait }: WorkerParts): Worker => {
  const name = `${PREFIX}${version}`
  const open = (): Promise<Cache> => caches.open(name)

  const page = async (request: Request): Promise<Response> => {
    const kept = await (await open()).match('/')
    const fresh = fetch(request)
    if (kept === undefined) return fresh
    const asked = fresh.then((response) => (response.ok ? response : kept)).catch(() => kept)
    return Promise.race([asked, wait(START_MS).then(() => kept)])
  }
  const asset = async (request: Request): Promise<Response> => {
    const cache = await open()
    const kept = await cache.match(request)
    if (kept !== undefined) return kept
    const fresh = await fetch(request)
    if (fresh.ok) await cache.put(request, fresh.clone())
    return fresh
  }
  return {
    async install() {
      // Past the browser's own cache: a page of one version with the files of another would not start.
      const requests = shell.map((path) => new Request(`${origin}${path}`, { cache: 'reload' }))
      await (await open()).addAll(requests)
    },
    async activate() {
      const old = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name)
      await Promise.all(old.map((other) => caches.delete(other)))
    },
    answer(request) {
      const url = new URL(request.url)
      if (request.method !== 'GET' || url.origin !== origin) return null
      if (request.mode === 'navigate') return page(request)
      return url.pathname.startsWith(ASSETS) ? asset(request) : null
    },
  }
}
