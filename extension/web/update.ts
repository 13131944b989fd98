import { createSignal } from 'solid-js'
import { UPDATE_STEP_MS } from '../app/shell/limits.ts'
import type { Update } from '../app/shell/update.ts'

/** What https://w3c.github.io/trusted-types/ adds, where a browser has it. */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

const WORKER = '/sw.js'

/** The page's policy takes no plain text for a script's address; this lets through the one there is. */
const trusted = (scope: object): string => {
  const policies = 'trustedTypes' in scope ? (scope.trustedTypes as Policies) : undefined
  const policy = policies?.createPolicy('hearth-worker', {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new Error(`not our worker: ${url}`)
      return url
    },
  })
  return policy?.createScriptURL(WORKER) ?? WORKER
}

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
  container?.register(trusted(view)).then(watch, () => undefined)
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
