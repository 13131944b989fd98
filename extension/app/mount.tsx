import { createEffect } from 'solid-js'
import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { boot } from './boot.ts'
import { type Face, ServicesContext } from './services.ts'
import { countWaiting, pageTitle } from './state/waiting.ts'
import './styles/tokens.css'
import './styles/base.css'

/** Puts the app into the page: painted at once, then filled as storage and links come. */
export const mount = (face: Face, root: HTMLElement): void => {
  const services = boot(face)
  render(() => {
    createEffect(() => {
      document.title = pageTitle(countWaiting(services.hub.hosts().map((host) => host.requests())))
    })
    return (
      <ServicesContext.Provider value={services}>
        <App />
      </ServicesContext.Provider>
    )
  }, root)
}
