import { createEffect, type JSX } from 'solid-js'
import { App } from './App.tsx'
import { boot } from './boot.ts'
import { type Face, ServicesContext } from './services.ts'
import type { Update } from './shell/update.ts'
import type { Pages } from './state/pages.ts'
import type { Router } from './state/router.ts'
import { pageTitle, showAppBadge, waitingAt } from './state/waiting.ts'
import type { RegisterPush } from './worker/web-face.ts'

/** The app with its services, links included: all that can come after the first paint. */
export const Started = (props: {
  readonly face: Face
  readonly router: Router
  readonly pages: Pages | null
  readonly update?: Update | undefined
  readonly register?: RegisterPush | undefined
}): JSX.Element => {
  const services = boot(props.face, props.router, props.pages, props.register)
  const waiting = waitingAt(services.hub.hosts)
  createEffect(() => {
    document.title = pageTitle(waiting())
    if (props.face === 'web') showAppBadge(waiting())
  })
  return (
    <ServicesContext.Provider value={services}>
      <App update={props.update} />
    </ServicesContext.Provider>
  )
}
