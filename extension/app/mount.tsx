import { lazy, Suspense } from 'solid-js'
import { render } from 'solid-js/web'
import type { Face } from './services.ts'
import { Opening } from './shell/Opening.tsx'
import type { Update } from './shell/update.ts'
import { followLook, readLook, wearLook } from './state/appearance.ts'
import { createHashRouter } from './state/hash-router.ts'
import type { Pages } from './state/pages.ts'
import { createStackRouter } from './state/router.ts'
import type { RegisterPush } from './worker/web-face.ts'
import './styles/tokens.css'
import './styles/base.css'

/** Links and ciphers are most of the code, and nothing of them is needed to paint. */
const loadStarted = async () => (await import('./Started.tsx')).Started

/** What the place gives that the app is shown in. */
export interface Surroundings {
  readonly update?: Update
  readonly register?: RegisterPush
  /** Pages beside the app, where there are any. */
  readonly pages?: () => Promise<Pages>
}

/**
 * Puts the app into the page: painted at once, then filled as code, storage and links come. `around`: service
 * workers of a page that has its own and has to look for newer versions itself, and pages beside a panel.
 */
export const mount = (face: Face, root: HTMLElement, around: Surroundings = {}): void => {
  // First of all: an opened pairing link leaves the address, whenever the rest of the code comes.
  const router = face === 'web' ? createHashRouter(window) : createStackRouter()
  wearLook(readLook())
  followLook(window)
  const Started = lazy(async () => {
    const [Loaded, pages = null] = await Promise.all([loadStarted(), around.pages?.()])
    return {
      default: () => (
        <Loaded face={face} router={router} pages={pages} update={around.update} register={around.register} />
      ),
    }
  })
  render(
    () => (
      <Suspense fallback={<Opening />}>
        <Started />
      </Suspense>
    ),
    root,
  )
}
