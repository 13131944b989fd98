import { createEffect, createMemo } from 'solid-js'
import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { boot } from './boot.ts'
import { type Face, ServicesContext } from './services.ts'
import type { Update } from './shell/update.ts'
import { countWaiting, pageTitle } from './state/waiting.ts'
import './styles/tokens.css'
import './styles/base.css'

/**
 * Puts the app into the page: painted at once, then filled as storage and links come. `update`: for a page that has to
 * look for newer versions itself.
 */
export const mount = (face: Face, root: HTMLElement, update?: Update): void => {
  const services = boot(face)
  render(() => {
    const waiting = createMemo(() => {
      const known = services.hub.hosts().filter((host) => host.status().connection === 'live')
      return countWaiting(known.map((host) => host.requests()))
    })
    createEffect(() => {
      document.title = pageTitle(waiting())
    })
    return (
      <ServicesContext.Provider value={services}>
        <App update={update} />
      </ServicesContext.Provider>
    )
  }, root)
}
