import { createWorker } from './worker.ts'

/** The part of a service worker's scope that is used here; the project's types are those of pages. */
interface Scope {
  readonly caches: CacheStorage
  readonly location: { readonly origin: string }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void
}
interface Asked {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

/** Put in by the build (worker-plugin.ts). */
declare const __SHELL__: readonly string[]
declare const __SHELL_VERSION__: string

const scope = globalThis as unknown as Scope
const worker = createWorker({
  caches: scope.caches,
  origin: scope.location.origin,
  shell: __SHELL__,
  version: __SHELL_VERSION__,
  fetch: (request, init) => fetch(request, init),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})

scope.addEventListener('install', (event) => event.waitUntil(worker.install()))
scope.addEventListener('activate', (event) => event.waitUntil(worker.activate()))
scope.addEventListener('fetch', (event) => {
  const answer = worker.answer(event.request)
  if (answer !== null) event.respondWith(answer)
})
// A new version waits until the person takes it (update.ts).
scope.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void scope.skipWaiting()
})
