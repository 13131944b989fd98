import { createEffect, createMemo, type JSX } from 'solid-js'
import { App } from './App.tsx'
import { boot } from './boot.ts'
import { type Face, ServicesContext } from './services.ts'
import type { Update } from './shell/update.ts'
import type { Router } from './state/router.ts'
import { countWaiting, pageTitle } from './state/waiting.ts'

/** The app with its services, links included: all that can come after the first paint. */
export const Started = (props: {
  readonly face: Face
  readonly router: Router
  readonly update?: Update | undefined
}): JSX.Element => {
  const services = boot(props.face, props.router)
  const waiting = createMemo(() => {
    const known = services.hub.hosts().filter((host) => host.status().connection === 'live')
    return countWaiting(known.map((host) => host.requests()))
  })
  createEffect(() => {
    document.title = pageTitle(waiting())
  })
  return (
    <ServicesContext.Provider value={services}>
      <App update={props.update} />
    </ServicesContext.Provider>
  )
}
