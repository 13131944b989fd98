import { lazy, Suspense } from 'solid-js'
import { render } from 'solid-js/web'
import type { Face } from './services.ts'
import { Opening } from './shell/Opening.tsx'
import type { Update } from './shell/update.ts'
import { createHashRouter } from './state/hash-router.ts'
import { createStackRouter } from './state/router.ts'
import type { RegisterPush } from './worker/web-face.ts'
import './styles/tokens.css'
import './styles/base.css'

/** Links and ciphers are most of the code, and nothing of them is needed to paint. */
const Started = lazy(async () => ({ default: (await import('./Started.tsx')).Started }))

/** What service workers do for a page. */
export interface PageWorkers {
  readonly update?: Update
  readonly register?: RegisterPush
}

/**
 * Puts the app into the page: painted at once, then filled as code, storage and links come. `workers`: of a page that has
 * its own, one that has to look for newer versions itself.
 */
export const mount = (face: Face, root: HTMLElement, workers: PageWorkers = {}): void => {
  // First of all: an opened pairing link leaves the address, whenever the rest of the code comes.
  const router = face === 'web' ? createHashRouter(window) : createStackRouter()
  render(
    () => (
      <Suspense fallback={<Opening />}>
        <Started face={face} router={router} update={workers.update} register={workers.register} />
      </Suspense>
    ),
    root,
  )
}
