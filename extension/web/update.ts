import { createSignal } from 'solid-js'
import { UPDATE_STEP_MS } from '../app/shell/limits.ts'
import type { Update } from '../app/shell/update.ts'
import { workerUrl } from './workers.ts'

/**
 * Registers the service worker and watches for newer versions, which wait until the person takes them. A browser that
 * refuses (private window, no TLS) has the app all the same, only not offline.
 */
export const watchUpdates = (view: Window = window): Update => {
  const [ready, setReady] = createSignal(false)
  const container = view.navigator.serviceWorker as ServiceWorkerContainer | undefined
  let registration: ServiceWorkerRegistration | undefined
  let taken = false
  let lookedAt = Date.now()

  const watch = (found: ServiceWorkerRegistration): void => {
    registration = found
    // Without a controller it is the first version of all: nothing to update from.
    const tell = (): void => void (found.waiting && container?.controller && setReady(true))
    tell()
    found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', tell))
  }
  container?.register(workerUrl('/sw.js', view)).then(watch, () => undefined)
  container?.addEventListener('controllerchange', () => taken && view.location.reload())
  view.document.addEventListener('visibilitychange', () => {
    if (view.document.visibilityState !== 'visible' || Date.now() - lookedAt < UPDATE_STEP_MS) return
    lookedAt = Date.now()
    registration?.update().catch(() => undefined)
  })
  return {
    ready,
    apply() {
      taken = true
      if (registration?.waiting) registration.waiting.postMessage('take-over')
      else view.location.reload()
    },
  }
}
