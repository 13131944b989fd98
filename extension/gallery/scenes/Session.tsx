import type { JSX } from 'solid-js'
import SessionScreen from '../../app/features/session/SessionScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { SESSION, SESSION_STATES, type SessionSceneName } from './session-states.ts'

/** A session's screen in one of its states. */
export const Session = (props: { readonly name: SessionSceneName }): JSX.Element => {
  const host = SESSION_STATES[props.name]()
  // Lets a script at the page drive the host.
  Object.assign(globalThis, { host, session: SESSION })
  const services = fakeServices({
    hosts: [host],
    route: { screen: 'session', host: host.id, session: SESSION },
  })
  return (
    <ServicesContext.Provider value={services}>
      <SessionScreen />
    </ServicesContext.Provider>
  )
}
